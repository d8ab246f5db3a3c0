package opencmg.gateway.identity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** For steps of tests that check something and give what they have checked. Error Prone knows this annotation by its simple name. */
@Target(ElementType.METHOD)
public @interface CanIgnoreReturnValue {}
