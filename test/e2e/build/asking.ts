/** Another module, which knows nothing of who replaces what. */
export const ask = async (url: string) => (await fetch(url)).text();
