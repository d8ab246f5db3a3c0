/**
 * What all HTTP faces of the site share: request ids, case-blind routes, ranges, refusals. Event loop only; nothing here blocks.
 */
@NullMarked
package opencmg.mockmp.http;

import org.jspecify.annotations.NullMarked;
