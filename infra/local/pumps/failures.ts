/** A function's partial batch response, or nothing at all. */
export type BatchAnswer =
  | { batchItemFailures?: { itemIdentifier?: string | null }[] | null }
  | null
  | undefined;

/**
 * Answers which of a batch's items failed, or `all` if the answer cannot be read: an identifier that is
 * missing, empty or not of this batch fails the batch. No answer, or none listed, means that every item
 * succeeded. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function failedItems(answer: BatchAnswer, identifiers: readonly string[]): Set<string> | 'all' {
  const failures = answer?.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return 'all';
  const failed = new Set<string>();
  for (const failure of failures) {
    const identifier = failure?.itemIdentifier;
    if (!identifier || !identifiers.includes(identifier)) return 'all';
    failed.add(identifier);
  }
  return failed;
}
