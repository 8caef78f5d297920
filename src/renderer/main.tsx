// First: what follows may already write into the page or check a schema.
import './app/prepare.ts'
import './app/styles.ts'
import { start } from './app/start.tsx'

void start(window)
