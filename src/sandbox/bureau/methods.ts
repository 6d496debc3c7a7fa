import type { Speech } from './speech/speech.ts';

/** The six methods of V3.0, by the path of their service, parameters in the order of the document. */
const AUTH = ['ispId:long', 'userName', 'randVal', 'pwdHash'];

export interface Service {
  path: string;
  /** JAX-WS derives these from the class names; ours are guesses, as the real ones are not public. */
  service: string;
  port: string;
  methods: Record<string, string[]>;
}

export const SERVICES: Service[] = [
  {
    path: '/ISPWebService/upDownLoad',
    service: 'UpDownLoadService',
    port: 'UpDownLoadPort',
    methods: {
      isp_upload: [
        ...AUTH,
        'beianInfo',
        'beianInfoHash',
        'dataSequence:long',
        'encryptAlgorithm:int',
        'hashAlgorithm:int',
        'compressionFormat:int',
      ],
      isp_download: [...AUTH, 'hashAlgorithm:int'],
      isp_downloadack: [...AUTH, 'hashAlgorithm:int', 'fileName'],
      isp_querypreviousupload: [...AUTH, 'hashAlgorithm:int'],
    },
  },
  {
    path: '/BeianStatusWebService/queryBeianStatus',
    service: 'QueryBeianStatusService',
    port: 'QueryBeianStatusPort',
    methods: {
      isp_querybeianstatus: [
        ...AUTH,
        'hashAlgorithm:int',
        'queryConditionType:int',
        'queryCondition',
      ],
    },
  },
  {
    path: '/BeianStatusWebService/verifyBamm',
    service: 'VerifyBammService',
    port: 'VerifyBammPort',
    methods: { isp_verifybamm: [...AUTH, 'hashAlgorithm:int', 'baxh', 'bamm'] },
  },
];

/** A service with the names that this bureau gives its methods and parameters. */
export function spoken(service: Service, speech: Speech): Service {
  const methods = Object.entries(service.methods).map(([method, parameters]) => [
    speech.methods.get(method) ?? method,
    parameters.map((declared) =>
      declared.replace(/^[^:]+/, (name) => speech.parameters.get(name) ?? name),
    ),
  ]);
  return { ...service, methods: Object.fromEntries(methods) };
}
