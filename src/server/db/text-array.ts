import { LONGEST_UNIT, spareMemory, writeText } from '../host/spare-memory.ts'

/** The number by which PostgreSQL names the type `text`. */
const TEXT = 25
const HEAD = 20
const LENGTH = 4

/**
 * Texts as one parameter of the type `text[]`, in the form in which programs and the database exchange values: how many, and each with its length. As one
 * text, every quotation mark in them would be escaped, and the database look at each character to find where they end.
 * Null where there is none, or any is no text. The memory is spare: `spareMemory` takes it back once the database has answered.
 */
export function textArray(values: readonly unknown[]): Buffer | null {
  if (values.length === 0 || !areTexts(values)) return null
  let units = 0
  for (const value of values) units += value.length
  const bytes = spareMemory.take(HEAD + values.length * LENGTH + units * LONGEST_UNIT)
  // One dimension, no nulls, counted from 1.
  bytes.writeInt32BE(1, 0)
  bytes.writeInt32BE(0, 4)
  bytes.writeInt32BE(TEXT, 8)
  bytes.writeInt32BE(values.length, 12)
  bytes.writeInt32BE(1, 16)
  let at = HEAD
  for (const value of values) {
    const size = writeText(bytes, value, at + LENGTH)
    bytes.writeInt32BE(size, at)
    at += LENGTH + size
  }
  return bytes.subarray(0, at)
}

const areTexts = (values: readonly unknown[]): values is readonly string[] => values.every((value) => typeof value === 'string')
