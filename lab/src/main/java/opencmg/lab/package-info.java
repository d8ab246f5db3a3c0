/**
 * The program {@code opencmg}: everything on one machine.
 *
 * <p>{@link opencmg.lab.Main} alone ends the JVM. Its commands are in {@code command}, with options that several have in {@code options}; a running lab is in {@code chain}, the once-through run in
 * {@code demo}, the simulated client in {@code ccmsetup} with its wire format in {@code messaging}. This module sees all others and is seen by
 * none. Threads: commands run on the main thread and may block; servers run on event loops of one Vert.x.
 */
@NullMarked
package opencmg.lab;

import org.jspecify.annotations.NullMarked;
