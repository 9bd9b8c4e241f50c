#!/usr/bin/env node
import { main } from './main.ts';
import { setV8Flags } from './v8-flags.ts';

setV8Flags();
await main(process);
