/**
 * Reads YAML files into validated records. Gateway, connection point and mock site share this leaf module.
 *
 * <p>Job: read settings, refuse unknown and missing keys, and report the file, the key path and a valid example. Threads: any but event loops, because
 * files are read.
 * Limits: a settings file over 1 MiB is refused.
 */
@NullMarked
package opencmg.settings;

import org.jspecify.annotations.NullMarked;
