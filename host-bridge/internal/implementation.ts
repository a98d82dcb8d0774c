/**
 * What a module of generated declarations asks of a host: its functions as they are, and for each resource a class whose
 * instances have its methods, however the host makes them.
 */
export type Implementation<Module> = {
  readonly [Name in keyof Module]: Module[Name] extends abstract new (
    ...args: never[]
  ) => unknown
    ? { readonly [Static in keyof Module[Name]]: Module[Name][Static] }
    : Module[Name];
};
