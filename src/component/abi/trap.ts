/** The guest did what the component model does not allow: its instance ends. */
export class Trap extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Trap';
  }
}
