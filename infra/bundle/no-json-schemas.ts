/** Replaces zod's writer of JSON Schema, 25 KB, because every schema served is made at build time. */
const refuse = () => () => {
  throw new Error('This bundle makes no JSON Schema: npm run openapi does.');
};

export const createToJSONSchemaMethod = refuse;
export const createStandardJSONSchemaMethod = refuse;
export const toJSONSchema = refuse();
export const JSONSchemaGenerator = refuse();
