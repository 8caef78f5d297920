/** The first import of main.tsx: what follows may already write into the page or check a schema. */
import { z } from 'zod'
import { installTrustedTypes } from './trusted-types.ts'

// Compiled schemas need `new Function`, which the page's policy forbids.
z.config({ jitless: true })
installTrustedTypes(window)
