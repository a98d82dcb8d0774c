/** As much of `express` as the test uses: the package has no types of its own. */
declare module 'express' {
  import type { Server } from 'node:http';

  export interface Request {
    params: Record<string, string>;
    query: unknown;
    body: unknown;
    get(name: string): string | undefined;
  }
  export interface Response {
    json(value: unknown): void;
    status(code: number): this;
    set(name: string, value: string | undefined): this;
    send(body: unknown): void;
  }
  type Handler = (request: Request, response: Response) => void;
  export interface Application {
    use(middleware: unknown): void;
    get(path: string, handler: Handler): void;
    post(path: string, handler: Handler): void;
    listen(port: number, host: string): Server;
  }
  const express: { (): Application; json(): unknown };
  export default express;
}
