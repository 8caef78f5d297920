import { ActionIcon, Button, createTheme, Drawer, Input, Kbd, Menu, Modal, Tooltip, type CSSVariablesResolver } from '@mantine/core'
import { dark, darkTokens, gray, lapis, lightTokens, madder } from './palette.ts'

/** Latin and Cyrillic first, Japanese second: mixed lines keep one baseline and one weight. */
const sans = "'Noto Sans Variable', 'Noto Sans JP Variable', 'Noto Sans', 'Noto Sans JP', 'Segoe UI', 'Yu Gothic UI', sans-serif"
const mono = "'Noto Sans Mono', 'Cascadia Mono', Consolas, 'Liberation Mono', monospace"

/** One control height (30 px), so that rows of mixed controls share a line. */
const components = {
  Button: Button.extend({
    defaultProps: { size: 'sm' },
    vars: (_theme, props) => ({
      root:
        props.size === 'sm' || props.size === undefined
          ? { '--button-height': '1.875rem', '--button-fz': '0.8125rem', '--button-padding-x': '0.75rem' }
          : {},
    }),
    styles: { label: { fontWeight: 500 } },
  }),
  ActionIcon: ActionIcon.extend({ defaultProps: { size: 28, variant: 'subtle', color: 'gray' } }),
  Input: Input.extend({
    vars: (_theme, props) => ({
      wrapper: {
        // An inline value would hide the colour of the error state.
        ...(props.error ? {} : { '--input-bd': 'var(--sn-control)' }),
        ...(props.size === 'md' || props.size === 'lg' ? {} : { '--input-height': '1.875rem', '--input-fz': '0.8125rem' }),
      },
    }),
  }),
  // Beside its button instead of at the end of the page, so that it stays inside a landmark; `fixed`, so that no pane cuts it off.
  // Its placeholder for the first focus is no item of a menu.
  Menu: Menu.extend({ defaultProps: { withinPortal: false, floatingStrategy: 'fixed', withInitialFocusPlaceholder: false, shadow: 'md' } }),
  // Their <header> would count as a second banner of the page.
  Modal: Modal.extend({ defaultProps: { attributes: { header: { role: 'presentation' } } } }),
  Drawer: Drawer.extend({ defaultProps: { attributes: { header: { role: 'presentation' } } } }),
  Kbd: Kbd.extend({ defaultProps: { size: 'xs' } }),
  Tooltip: Tooltip.extend({
    defaultProps: { openDelay: 500, withArrow: false, radius: 'xs', events: { hover: true, focus: true, touch: false } },
  }),
}

/** Paper, ink and one blue. */
export const theme = createTheme({
  colors: { lapis, madder, gray, dark, red: madder },
  primaryColor: 'lapis',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.4,
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: sans,
  fontFamilyMonospace: mono,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '0.9375rem', xl: '1.0625rem' },
  lineHeights: { xs: '1.35', sm: '1.45', md: '1.55', lg: '1.65', xl: '1.4' },
  headings: {
    fontFamily: sans,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.75rem' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.5rem' },
      h3: { fontSize: '0.8125rem', lineHeight: '1.125rem' },
    },
  },
  spacing: { xs: '0.25rem', sm: '0.5rem', md: '0.75rem', lg: '1rem', xl: '1.5rem' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  defaultRadius: 'sm',
  shadows: {
    xs: '0 1px 1px rgb(40 34 20 / 0.05)',
    sm: '0 1px 2px rgb(40 34 20 / 0.07), 0 2px 6px rgb(40 34 20 / 0.04)',
    md: '0 2px 4px rgb(40 34 20 / 0.06), 0 8px 20px rgb(40 34 20 / 0.09)',
    lg: '0 4px 8px rgb(40 34 20 / 0.06), 0 18px 48px rgb(40 34 20 / 0.18)',
    xl: '0 8px 16px rgb(40 34 20 / 0.08), 0 32px 80px rgb(40 34 20 / 0.24)',
  },
  components,
})

const prefixed = (tokens: typeof lightTokens): Record<string, string> =>
  Object.fromEntries(Object.entries(tokens).map(([name, value]) => [`--sn-${name}`, value]))

/** Mantine's own variables, pointed at ours: its dimmed text, placeholders and borders are below the contrast bar. */
const mantineVariables = {
  '--mantine-color-body': 'var(--sn-surface)',
  '--mantine-color-text': 'var(--sn-text)',
  '--mantine-color-dimmed': 'var(--sn-text-3)',
  '--mantine-color-placeholder': 'var(--sn-text-3)',
  '--mantine-color-anchor': 'var(--sn-accent)',
  '--mantine-color-error': 'var(--sn-danger)',
  '--mantine-color-default': 'var(--sn-raised)',
  '--mantine-color-default-color': 'var(--sn-text)',
  '--mantine-color-default-border': 'var(--sn-line-strong)',
  '--mantine-color-default-hover': 'var(--sn-hover)',
  '--mantine-color-gray-light-color': 'var(--sn-text-2)',
  '--mantine-color-gray-light-hover': 'var(--sn-hover)',
}

/** Gives the page the `--sn-*` variables of both schemes. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {
    '--sn-ease': 'cubic-bezier(.2, 0, 0, 1)',
    '--sn-fast': '120ms var(--sn-ease)',
    '--sn-slow': '180ms var(--sn-ease)',
  },
  light: { ...prefixed(lightTokens), ...mantineVariables },
  dark: { ...prefixed(darkTokens), ...mantineVariables },
})
