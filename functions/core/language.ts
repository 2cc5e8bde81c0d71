import * as z from 'zod';

/** A BCP 47 language tag, kept in its canonical form. */
export const LanguageTag = z
  .string()
  .max(35)
  .refine(isLanguage, { error: 'a BCP 47 language tag such as fr or zh-Hant is expected' })
  .overwrite(canonicalLanguage)
  .meta({ description: 'A BCP 47 language tag.' });

/** Private and grandfathered tags (RFC 5646, section 2.2) have no canonical form. */
const withoutForm = /^[xi](-[a-z0-9]{1,8})+$/i;

function isLanguage(tag: string): boolean {
  try {
    return withoutForm.test(tag) || Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

function canonicalLanguage(tag: string): string {
  if (!isLanguage(tag)) return tag;
  return withoutForm.test(tag) ? tag.toLowerCase() : (Intl.getCanonicalLocales(tag)[0] ?? tag);
}
