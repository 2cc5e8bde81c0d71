import type { Row } from './table.ts';
export const cold = async (): Promise<Row[]> => [];
