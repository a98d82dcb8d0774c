import Ajv from 'ajv';

/** Compiles a schema (ajv writes code and evaluates it) and validates with it. */
export function job() {
  const ajv = new Ajv({ allErrors: true, useDefaults: true, coerceTypes: true });
  const validate = ajv.compile({
    $id: 'user',
    type: 'object',
    required: ['name', 'items'],
    additionalProperties: false,
    properties: {
      name: { type: 'string', pattern: '^\\p{Lu}' },
      size: { type: 'integer', default: 3 },
      items: { type: 'array', uniqueItems: true, items: { $ref: '#/definitions/item' } },
    },
    definitions: { item: { oneOf: [{ type: 'number' }, { type: 'object', required: ['a'] }] } },
  });
  const value = { name: 'Ä', size: '7', items: [1, { a: 1 }] };
  const good = validate(value);
  const bad = validate({ name: 'ä', items: [1, 1, {}], more: true });
  return { good, value, bad, errors: validate.errors, text: ajv.errorsText(validate.errors) };
}
