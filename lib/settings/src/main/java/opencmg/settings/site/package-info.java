/**
 * The site configuration: what a site publishes and whom it trusts, made by the site, carried by the connection point, held by the gateways
 * (docs/architecture.md). Immutable records; {@link opencmg.settings.site.SiteDocument} is the only reader and writer of their JSON and YAML form.
 */
@NullMarked
package opencmg.settings.site;

import org.jspecify.annotations.NullMarked;
