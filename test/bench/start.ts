import type { Row } from './table.ts';
export const start = async (): Promise<Row[]> => [];
