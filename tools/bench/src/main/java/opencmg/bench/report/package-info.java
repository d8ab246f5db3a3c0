/**
 * What is measured and what came of it: figures and metrics, their spread over the rounds, the goals, and the three forms of the result (terminal,
 * Markdown, JSON).
 *
 * <p>Users: the benchmark. Threads: the caller's. Limits: one value per round, metric and side.
 */
@NullMarked
package opencmg.bench.report;

import org.jspecify.annotations.NullMarked;
