// Applies the chosen theme before the first paint; a file of its own because the page allows no inline script.
try {
  const { theme } = JSON.parse(localStorage.getItem('mindbot.settings') ?? '{}');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage can be blocked or hold something else: the system theme then stands.
}
