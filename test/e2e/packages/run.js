/** Runs the program of this file as a script: its result is printed as JSON. */
const [, , file, input] = process.argv;
const { job } = await import(file);
console.log(JSON.stringify(await job(JSON.parse(input))));
