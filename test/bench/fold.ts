import type { Row } from './table.ts';
export const fold = async (): Promise<Row[]> => [];
