/** For an input that hears Esc itself: the dialog around it, which listens at the window and so before the input, leaves this key alone and stays. */
export const ownEscape = (isOwn: boolean): { readonly 'data-mantine-stop-propagation'?: 'true' } =>
  isOwn ? { 'data-mantine-stop-propagation': 'true' } : {}
