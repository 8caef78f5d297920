/** The names alone: the preload needs no more, and carries no schemas into every page. */
export const CHANNELS = [
  'file.save',
  'clipboard.write',
  'app.about',
  'app.openDataFolder',
  'app.setAppearance',
  'app.readyToClose',
  'network.request',
  'network.listen',
  'network.hangUp',
  'network.setServer',
  'network.server',
  'secret.set',
  'secret.get',
  'provider.listen',
  'provider.open',
  'start.setupCode',
  'lan.networks',
  'lan.listen',
  'lan.call',
  'lan.confirm',
  'lan.give',
  'lan.take',
  'lan.answer',
  'lan.end',
] as const

export const EVENTS = ['menu.command', 'app.closing', 'network.line', 'lan.event'] as const
