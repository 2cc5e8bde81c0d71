import { enginePath } from '../../../infra/local/engine/engine-path.ts';

/** Whether tests of the embedded engine, or of a laptop over it, can run here; they start their own. */
export const hasOwnEngine = ((): boolean => {
  try {
    return enginePath() !== '';
  } catch {
    return false;
  }
})();

if (!hasOwnEngine) console.warn('NO EMBEDDED DATABASE for this platform: what needs one was NOT tested');
