/**
 * The records of {@code mock-mp.yaml}; component names are the YAML keys, and compact constructors validate. Read by
 * {@code opencmg.settings.SettingsFile}, used by the composition root and by packages that need limits. Immutable, any thread.
 */
@NullMarked
package opencmg.mockmp.settings;

import org.jspecify.annotations.NullMarked;
