/** The globals of events: https://nodejs.org/api/globals.html#class-event */
export { CustomEvent, Event, EventTarget } from '../internal/event-target.ts';
