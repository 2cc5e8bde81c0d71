import type { Row } from './table.ts';
export const commits = async (): Promise<Row[]> => [];
