/**
 * Stands in a bundle for the part of zod that writes JSON Schema, 25 KB: every schema that is served is made when the
 * project is built.
 */
const refuse = () => () => {
  throw new Error('This bundle makes no JSON Schema: npm run openapi does.');
};

export const createToJSONSchemaMethod = refuse;
export const createStandardJSONSchemaMethod = refuse;
export const toJSONSchema = refuse();
export const JSONSchemaGenerator = refuse();
