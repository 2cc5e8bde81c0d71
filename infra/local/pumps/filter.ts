/** Lambda's event filter, as much of it as the wiring uses: a list of allowed values or prefixes at each leaf. */
export type FilterPattern = { readonly [key: string]: FilterPattern | readonly Rule[] };

type Rule = string | { readonly prefix: string };

/**
 * Whether a record passes: every leaf of the pattern has a rule that its value obeys. The function never sees
 * a record that does not. https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
export function passes(pattern: FilterPattern, value: unknown): boolean {
  return Object.entries(pattern).every(([key, rules]) => {
    const member = isObject(value) ? value[key] : undefined;
    return isRules(rules) ? rules.some((rule) => obeys(rule, member)) : passes(rules, member);
  });
}

function obeys(rule: Rule, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return typeof rule === 'string' ? value === rule : value.startsWith(rule.prefix);
}

function isRules(rules: FilterPattern | readonly Rule[]): rules is readonly Rule[] {
  return Array.isArray(rules);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
