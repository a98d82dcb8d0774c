/** Touches nothing: it is in the snapshot. */
export const answer = 42;
export default class Pure {
  readonly kind = 'pure';
}
