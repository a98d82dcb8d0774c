/**
 * The global `FormData`.
 * https://nodejs.org/api/globals.html#class-formdata
 */
export { FormData } from '../internal/fetch/form-data.ts';
