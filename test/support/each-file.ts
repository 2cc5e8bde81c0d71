import { afterAll } from 'vitest';
import { end } from './endings.ts';

afterAll(end);
