/** Where the loopback server is. */
export interface Input {
  base: string;
}
