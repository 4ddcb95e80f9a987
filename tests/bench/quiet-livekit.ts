// Imported before all else: LiveKit's Node client tells every step unless it believes to be in production.
process.env.NODE_ENV ??= 'production';
