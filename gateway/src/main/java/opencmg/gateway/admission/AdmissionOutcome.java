package opencmg.gateway.admission;

/** What admission found: something to forward, or something that the gateway answers by itself. */
public sealed interface AdmissionOutcome permits Admitted, LocalResponse {}
