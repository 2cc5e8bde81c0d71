import { access } from 'node:fs/promises';
import { type Browser, chromium } from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

export const hasChromium = await access(executablePath).then(
  () => true,
  () => false,
);
if (!hasChromium) console.warn(`No Chromium at ${executablePath}: what needs one was NOT tested`);

export const openChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
