package opencmg.mockmp.updates;

import opencmg.mockmp.xml.Element;

/** The operations of one service. */
interface SoapService {

    /** Namespace of the service's elements. */
    String namespace();

    /**
     * Calls an operation.
     *
     * @param call the element in the SOAP body; its name is the operation
     * @return what stands in the response element
     * @throws SoapFaultException when it cannot be done
     */
    String call(Element call);
}
