import type { Service } from './methods.ts';
import type { Settings } from './settings.ts';
import { escapeXml } from './xml.ts';

const XSD = 'http://www.w3.org/2001/XMLSchema';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** The WSDL as JAX-WS publishes it: document/literal wrapped, schema imported or inline. */
export function wsdl(settings: Settings, service: Service, base: string): string {
  const ns = escapeXml(settings.namespace);
  const methods = Object.keys(service.methods);
  const address = escapeXml(base + service.path);
  const types = settings.inline_schema
    ? schemaBody(settings, service)
    : `<xsd:schema><xsd:import namespace="${ns}" schemaLocation="${address}?xsd=1"/></xsd:schema>`;
  return `${HEAD}<definitions xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:tns="${ns}" xmlns:xsd="${XSD}" xmlns="http://schemas.xmlsoap.org/wsdl/" targetNamespace="${ns}" name="${service.service}">
<types>${types}</types>
${methods.map(messages).join('\n')}
<portType name="${service.port}Type">
${methods.map((m) => `<operation name="${m}"><input message="tns:${m}"/><output message="tns:${m}Response"/></operation>`).join('\n')}
</portType>
<binding name="${service.port}Binding" type="tns:${service.port}Type">
<soap:binding transport="http://schemas.xmlsoap.org/soap/http" style="document"/>
${methods.map((m) => `<operation name="${m}"><soap:operation soapAction=""/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>`).join('\n')}
</binding>
<service name="${service.service}"><port name="${service.port}" binding="tns:${service.port}Binding"><soap:address location="${address}"/></port></service>
</definitions>
`;
}

/** The schema behind `?xsd=1`. Its inner elements are unqualified: the default of JAX-WS. */
export function schema(settings: Settings, service: Service): string {
  return HEAD + schemaBody(settings, service);
}

function messages(method: string): string {
  const message = (name: string) =>
    `<message name="${name}"><part name="parameters" element="tns:${name}"/></message>`;
  return `${message(method)}\n${message(`${method}Response`)}`;
}

function schemaBody(settings: Settings, { methods }: Service): string {
  const ns = escapeXml(settings.namespace);
  const names = Object.keys(methods);
  const elements = names
    .flatMap((name) => [name, `${name}Response`])
    .map((name) => `<xs:element name="${name}" type="tns:${name}"/>`);
  const answer = '<xs:element name="return" type="xs:string" minOccurs="0"/>';
  const types = names.flatMap((name) => [
    complexType(name, methods[name]!.map((p) => parameter(settings, p)).join('')),
    complexType(`${name}Response`, answer),
  ]);
  return `<xs:schema xmlns:tns="${ns}" xmlns:xs="${XSD}" version="1.0" targetNamespace="${ns}">${elements.join('')}${types.join('')}</xs:schema>`;
}

const complexType = (name: string, inner: string): string =>
  `<xs:complexType name="${name}"><xs:sequence>${inner}</xs:sequence></xs:complexType>`;

function parameter(settings: Settings, declared: string): string {
  const [name = '', type = 'string'] = declared.split(':');
  const published = name === 'ispId' ? settings.spelling : name;
  // A Java int cannot be missing; Long and String can.
  const occurs = type === 'int' ? '' : ' minOccurs="0"';
  return `<xs:element name="${published}" type="xs:${type}"${occurs}/>`;
}
