/** Runs the program named by its first argument as a script: its result is printed as JSON. */
const [, , name, input] = process.argv;
const { job } = await import(`./${name}.js`);
console.log(JSON.stringify(await job(JSON.parse(input))));
