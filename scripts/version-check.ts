import { isStarted, readRoot } from './made-file.ts'

/** One version number: what package.json says is the newest entry of the changelog, and the lock agrees. Returns what is wrong. */
export function versionProblems({ packageJson, lock, changelog }: { packageJson: string; lock: string; changelog: string }): string[] {
  const version = versionOf(packageJson)
  const newest = /^## (\d+\.\d+\.\d+\S*)/m.exec(changelog)?.[1] ?? 'none'
  return [
    ...(version === newest ? [] : [`package.json is ${version}, the newest entry of CHANGELOG.md is ${newest}`]),
    ...(version === versionOf(lock) ? [] : [`package.json is ${version}, package-lock.json is ${versionOf(lock)}`]),
  ]
}

const versionOf = (json: string): string => (JSON.parse(json) as { version: string }).version

if (isStarted(import.meta.url)) {
  const problems = versionProblems({
    packageJson: readRoot('package.json'),
    lock: readRoot('package-lock.json'),
    changelog: readRoot('CHANGELOG.md'),
  })
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exitCode = 1
  else console.log('One version number everywhere.')
}
