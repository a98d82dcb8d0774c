import _ from 'lodash';
import fp from 'lodash/fp.js';

/** A walk through the collection, object, string and template functions. */
export function job() {
  const people = [
    { n: 'b', age: 3 },
    { n: 'a', age: 3 },
    { n: 'c', age: 1 },
  ];
  const nested = { a: [{ b: { c: 1 } }], m: new Map([['k', new Set([1])]]) };
  const copy = _.cloneDeep(nested);
  return {
    sorted: _.orderBy(people, ['age', 'n'], ['desc', 'asc']),
    grouped: _.mapValues(_.groupBy(people, 'age'), (list) => _.map(list, 'n')),
    get: _.get(nested, 'a[0].b.c'),
    set: _.set({}, 'x.y[1]', 2),
    equal: _.isEqual(nested, copy) && nested.m !== copy.m,
    merged: _.merge({ a: { b: 1 } }, { a: { c: [1] } }),
    words: [
      _.camelCase('foo bar-baz'),
      _.kebabCase('fooBarBaz'),
      _.deburr('déjà vu'),
      _.truncate('a'.repeat(40), { length: 9 }),
    ],
    template: _.template('<% _.each(list, (x) => { %>[<%- x %>]<% }) %>')({ list: ['<', 'b'] }),
    chain: _(people).map('age').uniq().sum(),
    fp: fp.flow(fp.filter({ age: 3 }), fp.map('n'), fp.join('-'))(people),
  };
}
