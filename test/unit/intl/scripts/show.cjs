'use strict';
// What the scripts share; by itself it shows the shape of Intl.
const show = (name, body) => {
  let text;
  try {
    const value = body();
    text =
      typeof value === 'string'
        ? value
        : JSON.stringify(value, (_, item) =>
            item === undefined
              ? '(undefined)'
              : typeof item === 'number' && !Number.isFinite(item)
                ? String(item)
                : item,
          );
  } catch (error) {
    text = `${error.name}: ${error.message}`;
  }
  console.log(`${name}: ${text}`);
};
module.exports = { show };

if (require.main === module) {
  const members = (target) =>
    Reflect.ownKeys(target)
      .map((key) => {
        const { get, value, enumerable, writable, configurable } = Object.getOwnPropertyDescriptor(target, key);
        const what = get ? 'getter' : typeof value === 'function' ? `${value.name}/${value.length}` : typeof value;
        return `${String(key)} ${what} ${enumerable} ${writable} ${configurable}`;
      })
      .sort();
  show('Intl', () => members(Intl));
  for (const name of Object.getOwnPropertyNames(Intl)) {
    const { prototype } = Intl[name];
    show(name, () => members(Intl[name]).filter((line) => !/^(arguments|caller) /.test(line)));
    if (prototype) show(`${name}.prototype`, () => members(prototype));
  }
  const segments = new Intl.Segmenter().segment('ab');
  show('segments', () => members(Object.getPrototypeOf(segments)));
  show('segment iterator', () => members(Object.getPrototypeOf(segments[Symbol.iterator]())));
  for (const [name, target] of Object.entries({
    Number,
    BigInt,
    Date,
    Array,
    String,
    TypedArray: Object.getPrototypeOf(Uint8Array),
  })) {
    show(name, () => members(target.prototype).filter((line) => /locale/i.test(line)));
  }
  show('tags', () =>
    [Intl, ...['NumberFormat', 'Collator', 'PluralRules'].map((name) => new Intl[name]())].map((item) =>
      Object.prototype.toString.call(item),
    ),
  );
}
