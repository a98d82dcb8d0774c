/** As much of `superagent` as the test uses: the package has no types of its own. */
declare module 'superagent' {
  interface Answer {
    status: number;
    text: string;
    body: Record<string, Record<string, unknown>>;
    redirects: string[];
  }
  interface Request extends Promise<Answer> {
    query(values: object): this;
    set(name: string, value: string): this;
    send(body: object): this;
    type(name: string): this;
    attach(field: string, content: Uint8Array, name: string): this;
    field(name: string, value: string): this;
    buffer(whole: boolean): this;
    parse(parser: unknown): this;
    timeout(milliseconds: number): this;
  }
  interface Methods {
    get(url: string): Request;
    post(url: string): Request;
  }
  const superagent: Methods & { agent(): Methods; parse: { text: unknown } };
  export default superagent;
}
