package opencmg.gateway.identity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** For test steps that assert something and return the value they asserted. Error Prone recognises this annotation by its simple name. */
@Target(ElementType.METHOD)
public @interface CanIgnoreReturnValue {}
