package opencmg.mockmp.updates;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import opencmg.mockmp.http.BodyReader;
import opencmg.mockmp.http.RequestId;
import opencmg.mockmp.http.RequestRefusedException;
import opencmg.mockmp.xml.Element;
import opencmg.mockmp.xml.Escaped;
import opencmg.mockmp.xml.MalformedXmlException;
import opencmg.mockmp.xml.SafeXml;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a {@link Service} by SOAP 1.1. The operation is the element in the body; the SOAPAction header is redundant and ignored. */
final class SoapHandler implements Handler<RoutingContext> {

    private static final Logger log = LoggerFactory.getLogger(SoapHandler.class);

    private final Service service;

    SoapHandler(Service service) {
        this.service = service;
    }

    @Override
    public void handle(RoutingContext context) {
        Element call = call(context);
        String request = RequestId.of(context.request());
        try {
            String result = service.call(call);
            log.atInfo()
                    .addKeyValue("request", request)
                    .addKeyValue("operation", call.name())
                    .log("update point called");
            send(
                    context,
                    200,
                    "<%sResponse xmlns=\"%s\">%s</%sResponse>"
                            .formatted(call.name(), service.namespace(), result, call.name()));
        } catch (SoapFaultException e) {
            log.atInfo()
                    .addKeyValue("request", request)
                    .addKeyValue("reason", e.code() + ": " + e.getMessage())
                    .log("update point answers with a fault");
            send(context, 500, fault(e, call.name(), request));
        }
    }

    private static Element call(RoutingContext context) {
        try {
            return SafeXml.parse(BodyReader.text(context))
                    .child("Body")
                    .flatMap(soap -> soap.children().stream().findFirst())
                    .orElseThrow(() -> new RequestRefusedException(400, "Bad Request", "no call in the SOAP body"));
        } catch (MalformedXmlException e) {
            throw new RequestRefusedException(400, "Bad Request", "SOAP: " + e.getMessage());
        }
    }

    /** The fault with the detail of [MS-WUSP] 2.2.2.4; its id is the id of the request, which is logged. */
    private String fault(SoapFaultException fault, String operation, String request) {
        String message = Escaped.xml(String.valueOf(fault.getMessage()));
        return """
            <soap:Fault><faultcode>soap:Client</faultcode><faultstring>%s</faultstring>\
            <detail><ErrorCode>%s</ErrorCode><Message>%s</Message><ID>%s</ID><Method>%s/%s</Method></detail></soap:Fault>\
            """.formatted(message, fault.code(), message, request, service.namespace(), Escaped.xml(operation));
    }

    private static void send(RoutingContext context, int status, String body) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/xml; charset=utf-8")
                .end("<?xml version=\"1.0\" encoding=\"utf-8\"?>"
                        + "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>" + body
                        + "</soap:Body></soap:Envelope>")
                .onFailure(gone -> {});
    }

    /** The operations of one SOAP service. */
    interface Service {

        /** XML namespace of the operations. */
        String namespace();

        /**
         * Performs an operation.
         *
         * @param call the element in the SOAP body; its name is the operation
         * @return content of the response element
         * @throws SoapFaultException when the operation fails
         */
        String call(Element call);
    }
}
