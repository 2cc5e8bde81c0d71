import './resolve-localhost.ts';

export { handler } from '../../../functions/watch/handler.ts';
