package opencmg.mockmp.updates;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import opencmg.mockmp.http.LimitedBody;
import opencmg.mockmp.http.Refused;
import opencmg.mockmp.http.RequestId;
import opencmg.mockmp.xml.Element;
import opencmg.mockmp.xml.Escaped;
import opencmg.mockmp.xml.MalformedXml;
import opencmg.mockmp.xml.SafeXml;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SOAP 1.1 around a {@link SoapService}. The operation is the element in the body; the SOAPAction header only repeats it. */
final class SoapHandler implements Handler<RoutingContext> {

    private static final Logger log = LoggerFactory.getLogger(SoapHandler.class);

    private final SoapService service;

    SoapHandler(SoapService service) {
        this.service = service;
    }

    @Override
    public void handle(RoutingContext context) {
        try {
            Element call = call(context);
            String result = service.call(call);
            log.atInfo()
                    .addKeyValue("request", RequestId.of(context.request()))
                    .addKeyValue("operation", call.name())
                    .log("update point called");
            send(
                    context,
                    200,
                    "<%sResponse xmlns=\"%s\">%s</%sResponse>"
                            .formatted(call.name(), service.namespace(), result, call.name()));
        } catch (SoapFault e) {
            send(context, 500, fault(e));
        }
    }

    private static Element call(RoutingContext context) {
        try {
            return SafeXml.parse(LimitedBody.text(context))
                    .child("Body")
                    .flatMap(soap -> soap.children().stream().findFirst())
                    .orElseThrow(() -> new Refused(400, "Bad Request", "no call in the SOAP body"));
        } catch (MalformedXml e) {
            throw new Refused(400, "Bad Request", "SOAP: " + e.getMessage());
        }
    }

    private static String fault(SoapFault fault) {
        return "<soap:Fault><faultcode>soap:Client</faultcode><faultstring>%s</faultstring><detail><ErrorCode>%s</ErrorCode></detail></soap:Fault>"
                .formatted(Escaped.xml(String.valueOf(fault.getMessage())), fault.code());
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
}
