import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { MEMBERS } from '../../support/electron-stand-in/members.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

describe('what main and preload use of Electron', () => {
  it('is on the list of the stand-in, member by member, and nothing else is', () => {
    expect(usedMembers().toSorted()).toEqual(Object.keys(MEMBERS).toSorted())
  })

  it('says of each member that it is modelled, or why not', () => {
    for (const [member, state] of Object.entries(MEMBERS)) expect(state === 'modelled' || state.length > 20, member).toBe(true)
  })
})

/** `Owner.member` for every property that Electron declares, and `Owner.on(event)` for events; found by the type checker, not by text. */
function usedMembers(): string[] {
  const files = ['main', 'preload'].flatMap((room) =>
    readdirSync(join(ROOT, 'src', room))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(ROOT, 'src', room, name)),
  )
  const program = ts.createProgram(files, {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2024.d.ts', 'lib.dom.d.ts'],
    strict: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
  })
  const checker = program.getTypeChecker()
  const used = new Set<string>()
  for (const file of files) {
    const source = program.getSourceFile(file)
    if (source) visit(source, checker, used)
  }
  return [...used]
}

function visit(node: ts.Node, checker: ts.TypeChecker, used: Set<string>): void {
  const name = ts.isPropertyAccessExpression(node) ? node.name : ts.isBindingElement(node) ? (node.propertyName ?? node.name) : null
  if (name !== null && ts.isIdentifier(name)) {
    const owner = ownerOf(memberSymbol(node, name, checker))
    if (owner !== null) used.add(`${owner}.${withEvent(node, name.text)}`)
  }
  const made = ts.isNewExpression(node) && ts.isIdentifier(node.expression) ? node.expression.text : null
  if (made === 'BrowserWindow') used.add('BrowserWindow.new')
  ts.forEachChild(node, (child) => visit(child, checker, used))
}

function memberSymbol(node: ts.Node, name: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  if (!ts.isBindingElement(node)) return checker.getSymbolAtLocation(name)
  return checker.getTypeAtLocation(node.parent).getProperty(name.text)
}

/** The interface or class of electron.d.ts that declares the symbol; data that only travels (sizes, options, events' fields) has no behaviour to model. */
function ownerOf(symbol: ts.Symbol | undefined): string | null {
  const declaration = symbol?.declarations?.[0]
  if (declaration === undefined || !declaration.getSourceFile().fileName.endsWith('node_modules/electron/electron.d.ts')) return null
  const { parent } = declaration
  const isNamed = ts.isClassDeclaration(parent) || ts.isInterfaceDeclaration(parent)
  return isNamed && parent.name !== undefined ? parent.name.text : null
}

function withEvent(node: ts.Node, name: string): string {
  const call = node.parent
  if (!['on', 'once'].includes(name) || !ts.isCallExpression(call)) return name
  const [event] = call.arguments
  return event !== undefined && ts.isStringLiteral(event) ? `on(${event.text})` : name
}
