/*
 * Copyright 2026 The Backstage DORA Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import type { MessageKey } from './MessageKey';

/** The words of the pages, in French. */
const messages: Record<MessageKey, string> = {
  'page.title': 'DORA',
  'page.subtitle':
    'Comment le logiciel est livré, de l’organisation jusqu’à une mise en production',
  loading: 'Chargement',
  'pending.text_one': 'Mise à jour : encore {{value}} fait à traiter',
  'pending.text_other': 'Mise à jour : encore {{value}} faits à traiter',
  'pending.csv_one':
    'Il manque au fichier {{value}} fait, encore en cours de traitement. Enregistrez-le de nouveau plus tard pour l’avoir complet.',
  'pending.csv_other':
    'Il manque au fichier {{value}} faits, encore en cours de traitement. Enregistrez-le de nouveau plus tard pour l’avoir complet.',
  'metric.deploymentFrequency.title': 'Fréquence de déploiement',
  'metric.deploymentFrequency.means':
    'Versions par jour de calendrier. Une version est la mise en production d’un état d’un composant, quel que soit le nombre d’espaces où il est déployé.',
  'metric.deploymentFrequency.sample_one': '{{value}} version',
  'metric.deploymentFrequency.sample_other': '{{value}} versions',
  'metric.deploymentFrequency.noData':
    'Aucune version dans cette période, ni avant.',
  'metric.leadTime.title': 'Délai des changements',
  'metric.leadTime.means':
    'Le temps médian du début d’un changement, qui est {{start}}, à la première version du composant qui le contient.',
  'metric.leadTime.sample_one': '{{value}} changement',
  'metric.leadTime.sample_other': '{{value}} changements',
  'metric.leadTime.noData': 'Aucun changement livré dans cette période.',
  'metric.changeFailureRate.title': 'Taux d’échec des changements',
  'metric.changeFailureRate.means':
    'La part des versions en échec : celles qui ont causé un incident, ont été annulées par un retour arrière, ou ont demandé un correctif urgent.',
  'metric.changeFailureRate.sample_one': '{{value}} version',
  'metric.changeFailureRate.sample_other': '{{value}} versions',
  'metric.changeFailureRate.noData':
    'Aucune version dans cette période, ni avant.',
  'metric.recoveryTime.title': 'Temps de rétablissement',
  'metric.recoveryTime.means':
    'Le temps médian d’une version en échec à son rétablissement : le retour arrière ou le correctif urgent qui l’a réparée, ou la fin de tous ses incidents, selon ce qui est venu d’abord.',
  'metric.recoveryTime.sample_one': '{{value}} version rétablie',
  'metric.recoveryTime.sample_other': '{{value}} versions rétablies',
  'metric.recoveryTime.noData': 'Aucune version en échec dans cette période.',
  'metric.reworkRate.title': 'Taux de reprise',
  'metric.reworkRate.means':
    'La part des versions qui en réparaient de précédentes : retours arrière et correctifs urgents.',
  'metric.reworkRate.sample_one': '{{value}} version',
  'metric.reworkRate.sample_other': '{{value}} versions',
  'metric.reworkRate.noData': 'Aucune version dans cette période, ni avant.',
  'metric.timeToRestore.title': 'Durée des incidents',
  'metric.timeToRestore.means':
    'Le temps médian du début d’un incident à sa résolution, qu’une version l’ait causé ou non.',
  'metric.timeToRestore.sample_one': '{{value}} incident résolu',
  'metric.timeToRestore.sample_other': '{{value}} incidents résolus',
  'metric.timeToRestore.noData': 'Aucun incident dans cette période.',
  'metric.rolloutSpread.title': 'Étalement du déploiement',
  'metric.rolloutSpread.means':
    'Le temps médian du premier au dernier déploiement d’une version, pour les versions qui sont allées dans plus d’un espace.',
  'metric.rolloutSpread.sample_one': '{{value}} version vers plusieurs espaces',
  'metric.rolloutSpread.sample_other':
    '{{value}} versions vers plusieurs espaces',
  'metric.rolloutSpread.noData':
    'Aucune version n’est allée vers plusieurs espaces.',
  'metric.batchSize.title': 'Taille des lots',
  'metric.batchSize.means':
    'Le nombre médian de changements qu’une version est la première à contenir, pour les versions qui en ont au moins un.',
  'metric.batchSize.sample_one': '{{value}} version avec changements',
  'metric.batchSize.sample_other': '{{value}} versions avec changements',
  'metric.batchSize.noData':
    'Aucune version aux changements connus dans cette période.',
  'tier.elite': 'Élite',
  'tier.high': 'Élevé',
  'tier.medium': 'Moyen',
  'tier.low': 'Bas',
  'tier.range': '{{best}} à {{worst}}',
  'products.quartiles':
    'Produits : médiane {{median}}, moitié centrale {{middle}}',
  'products.short': 'produits : {{median}} ({{middle}})',
  'products.none': 'Aucun produit en dessous n’a assez de données.',
  'products.inTier': '{{tier}} : {{value}}',
  'products.other': '{{value}} sans niveau',
  'leftOut.line_one': '{{value}} déploiement ne compte pas : {{why}}.',
  'leftOut.line_other': '{{value}} déploiements ne comptent pas : {{why}}.',
  'leftOut.show': 'Voir ce qui ne compte pas',
  'leftOut.environment': 'environnement « {{name}} »',
  'leftOut.inEnvironment_one': '{{value}} dans « {{name}} »',
  'leftOut.inEnvironment_other': '{{value}} dans « {{name}} »',
  'leftOut.inOthers_one': '{{value}} dans un autre environnement',
  'leftOut.inOthers_other': '{{value}} dans d’autres environnements',
  'leftOut.failed_one': '{{value}} en échec',
  'leftOut.failed_other': '{{value}} en échec',
  'leftOut.cancelled_one': '{{value}} annulé',
  'leftOut.cancelled_other': '{{value}} annulés',
  'leftOut.configOnly_one': '{{value}} sans rien de nouveau',
  'leftOut.configOnly_other': '{{value}} sans rien de nouveau',
  'leftOut.otherSource_one': '{{value}} d’une source qui ne compte pas ici',
  'leftOut.otherSource_other': '{{value}} de sources qui ne comptent pas ici',
  'state.partial': 'Aucune source d’incidents',
  'state.idle': 'Au repos',
  'state.no-data': 'Aucun',
  'state.not-connected': 'Non connecté',
  'stage.coding': 'Développement',
  'stage.pickup': 'Attente de revue',
  'stage.review': 'Revue',
  'stage.deploy': 'Déploiement',
  'unit.days': '{{value}} j',
  'unit.hours': '{{value}} h',
  'unit.minutes': '{{value}} min',
  'unit.seconds': '{{value}} s',
  'unit.belowOneSecond': '< 1 s',
  'unit.percent': '{{value}} %',
  'unit.changes_one': '{{value}} changement',
  'unit.changes_other': '{{value}} changements',
  'unit.per.day': '{{value}} / jour',
  'unit.per.week': '{{value}} / semaine',
  'unit.per.month': '{{value}} / mois',
  'unit.per.year': '{{value}} / an',
  'tile.from': 'sur {{sample}}',
  'tile.interval': 'intervalle à 95 % {{interval}}',
  'tile.p90': '90 % en moins de {{value}}',
  'tile.rollouts_one': '{{value}} déploiement {{days}}',
  'tile.rollouts_other': '{{value}} déploiements {{days}}',
  'tile.deployDays_one': 'sur {{value}} jour',
  'tile.deployDays_other': 'sur {{value}} jours',
  'tile.failed_one': '{{value}} en échec',
  'tile.failed_other': '{{value}} en échec',
  'tile.maturing_one': '{{value}} trop récente pour être jugée',
  'tile.maturing_other': '{{value}} trop récentes pour être jugées',
  'tile.rollbacks_one': '{{value}} retour arrière',
  'tile.rollbacks_other': '{{value}} retours arrière',
  'tile.hotfixes_one': '{{value}} correctif urgent',
  'tile.hotfixes_other': '{{value}} correctifs urgents',
  'tile.open.failedReleases_one':
    '{{value}} version en échec pas encore rétablie',
  'tile.open.failedReleases_other':
    '{{value}} versions en échec pas encore rétablies',
  'tile.open.incidents_one': '{{value}} incident encore ouvert',
  'tile.open.incidents_other': '{{value}} incidents encore ouverts',
  'tile.withOpen': '{{value}} avec ce qui est encore ouvert',
  'tile.withOpenUnknown': 'Pas encore connu avec ce qui est encore ouvert',
  'tile.changeSize_one': '{{value}} ligne par changement (médiane)',
  'tile.changeSize_other': '{{value}} lignes par changement (médiane)',
  'tile.connectedOf':
    'Les incidents sont connectés pour {{connected}} des {{of}} produits.',
  'tile.connectedOfShort': 'incidents : {{connected}} sur {{of}}',
  'tile.partial':
    'Aucune source d’incidents n’est connectée : seuls les retours arrière et les correctifs urgents sont comptés.',
  'tile.partialNone':
    'Aucune version n’a eu de retour arrière ni de correctif urgent dans cette période, et aucune source d’incidents n’est connectée.',
  'tile.noneCounts_one':
    '{{value}} déploiement est arrivé, et il ne compte pas : {{why}}.',
  'tile.noneCounts_other':
    '{{value}} déploiements sont arrivés, aucun ne compte : {{why}}.',
  'tile.tooFew': 'Seulement {{sample}} : trop peu pour un niveau',
  'tile.tooFewUntiered': 'Seulement {{sample}} : trop peu pour s’y fier',
  'tile.idle':
    'Aucune version dans cette période ; une plus longue montre celles d’avant.',
  'tile.idleRatio': 'Aucune version dans cette période, donc rien à évaluer.',
  'tile.notConnected.deployments': 'Aucun déploiement n’est encore arrivé ici.',
  'tile.notConnected.changes':
    'Aucun changement (pull request ou commit) n’est encore arrivé ici.',
  'tile.notConnected.incidents':
    'Aucune source d’incidents n’est connectée ici.',
  'tile.connect': 'Comment connecter',
  'tile.show.releases': 'Voir les versions',
  'tile.show.changes': 'Voir les changements',
  'tile.show.incidents': 'Voir les incidents',
  'tile.openLabel': '{{metric}} : voir la liste derrière ce chiffre ({{list}})',
  'compared.against_one': 'au jour précédent',
  'compared.against_other': 'aux {{value}} jours précédents',
  'compared.better': 'Mieux par rapport {{against}}',
  'compared.worse': 'Moins bien par rapport {{against}}',
  'compared.same': 'Pas de changement net par rapport {{against}}',
  'compared.unknown': 'Trop peu de données pour comparer {{against}}',
  'compared.withValue': '{{sentence}} ({{value}})',
  'window.label': 'Période',
  'window.presets': 'Périodes jusqu’à aujourd’hui',
  'window.days_one': '{{count}} jour',
  'window.days_other': '{{count}} jours',
  'window.from': 'Du',
  'window.to': 'Au',
  'window.invalid': 'Pas une période',
  'window.bucket': 'Par',
  'window.buckets.day': 'Jour',
  'window.buckets.week': 'Semaine',
  'window.buckets.month': 'Mois',
  'window.timezone': 'Jours et heures de {{timezone}}',
  'chart.title': 'Évolution',
  'chart.releasesPer.day': 'Versions par jour',
  'chart.releasesPer.week': 'Versions par semaine',
  'chart.releasesPer.month': 'Versions par mois',
  'chart.series.sample': 'Versions',
  'chart.series.code': 'Évolution',
  'chart.series.hotfix': 'Correctif urgent',
  'chart.series.rollback': 'Retour arrière',
  'chart.series.failed': 'En échec',
  'chart.heading.days': 'Jours',
  'chart.heading.value': 'Valeur',
  'chart.heading.median': 'Médiane',
  'chart.heading.p90': '90 % en moins de',
  'chart.heading.interval': 'Intervalle à 95 %',
  'chart.heading.sample': 'Échantillon',
  'chart.heading.cases': 'Un par un',
  'chart.count': '{{name}} : {{value}}',
  'chart.value': 'Valeur : {{value}}',
  'chart.median': 'Médiane : {{value}}',
  'chart.p90': '90 % en moins de {{value}}',
  'chart.noValue': 'Pas de valeur',
  'chart.none': '–',
  'chart.note': '{{type}} : {{label}}',
  'chart.noteValue': '{{label}} ({{value}})',
  'chart.stillOpen': 'toujours en cours',
  'chart.openCount_one': '{{count}} toujours en cours',
  'chart.openCount_other': '{{count}} toujours en cours',
  'chart.more_one': 'et {{count}} de plus',
  'chart.more_other': 'et {{count}} de plus',
  'chart.marks': 'Incidents et signaux',
  'chart.severalMarks': 'Plusieurs, proches',
  'chart.logarithmic': 'Échelle de facteurs (logarithmique)',
  'chart.case.failedReleases': 'Version en échec',
  'chart.case.incidents': 'Incident',
  'chart.incident.incident': 'Incident',
  'chart.incident.flag-rollback': 'Fonctionnalité désactivée',
  'chart.signal.any': 'Signal, par exemple un drapeau ou une note',
  'chart.signal.lasting': 'Signal qui dure, par exemple un gel',
  'chart.signal.flag': 'Drapeau',
  'chart.signal.ring': 'Anneau',
  'chart.signal.freeze': 'Gel',
  'chart.signal.note': 'Note',
  'chart.signal.slo': 'Niveau de service',
  'chart.signal.outcome': 'Résultat',
  'chart.rolling.day': '28 jours jusque-là',
  'chart.rolling.week': 'Quatre semaines jusque-là',
  'chart.rolling.month': 'Trois mois jusque-là',
  'chart.own.day': 'Le jour seul',
  'chart.own.week': 'La semaine seule',
  'chart.own.month': 'Le mois seul',
  'chart.cut.incidents':
    'Sur {{total}} incidents, les {{shown}} plus récents sont dessinés ; les chiffres les comptent tous.',
  'chart.cut.failedReleases':
    'Sur {{total}} versions en échec, les {{shown}} plus récentes sont dessinées ; les chiffres les comptent toutes.',
  'chart.cut.signals':
    'Sur {{total}} signaux, les {{shown}} plus récents sont dessinés.',
  'chart.view.table': 'Tableau',
  'chart.view.stages': 'Étapes',
  'chart.incomplete.day': 'Pas encore terminé',
  'chart.incomplete.week': 'Semaine incomplète',
  'chart.incomplete.month': 'Mois incomplet',
  'chart.empty': 'Rien à dessiner dans cette période.',
  'chart.plotLabel':
    '{{metric}} dans le temps ; Entrée montre ce qu’il y a derrière',
  'evidence.release': 'Version',
  'evidence.scope': '{{title}}, {{days}}',
  'evidence.back': 'Retour à la liste',
  'evidence.close': 'Fermer',
  'evidence.filter': 'Filtre',
  'evidence.sentBy': 'envoyé par {{sender}}',
  'evidence.releases.title': 'Versions',
  'evidence.releases.empty': 'Aucune version de ce genre dans cette période.',
  'evidence.releases.find': 'Chercher par version ou composant',
  'evidence.changes.title': 'Changements',
  'evidence.changes.empty': 'Aucun changement de ce genre dans cette période.',
  'evidence.changes.find': 'Chercher par titre, id ou composant',
  'evidence.incidents.title': 'Incidents',
  'evidence.incidents.empty': 'Aucun incident de ce genre dans cette période.',
  'evidence.incidents.find': 'Chercher par titre, id ou gravité',
  'evidence.text': '« {{text}} »',
  'evidence.sort.time.desc': 'Les plus récents d’abord',
  'evidence.sort.time.asc': 'Les plus anciens d’abord',
  'evidence.sort.changes.desc': 'Le plus de changements d’abord',
  'evidence.sort.changes.asc': 'Le moins de changements d’abord',
  'evidence.sort.recoveryTime.desc': 'Rétablissement le plus long d’abord',
  'evidence.sort.recoveryTime.asc': 'Rétablissement le plus court d’abord',
  'evidence.sort.leadTime.desc': 'Délai le plus long d’abord',
  'evidence.sort.leadTime.asc': 'Délai le plus court d’abord',
  'evidence.sort.startedAt.desc': 'Les plus récents d’abord',
  'evidence.sort.startedAt.asc': 'Les plus anciens d’abord',
  'evidence.sort.timeToRestore.desc': 'Résolution la plus longue d’abord',
  'evidence.sort.timeToRestore.asc': 'Résolution la plus courte d’abord',
  'evidence.only.all': 'Tout',
  'evidence.only.failed': 'En échec',
  'evidence.only.rework': 'Retours arrière et correctifs',
  'evidence.only.excluded': 'Non comptés',
  'evidence.only.counted': 'Comptés',
  'evidence.only.open': 'Ouverts',
  'evidence.only.attributed': 'Avec une version',
  'evidence.only.unattributed': 'Sans version',
  'release.name': '{{component}} {{version}}',
  'release.noVersion': '(sans version)',
  'release.noTime': 'pas terminé',
  'release.failed': 'En échec',
  'release.kind.code': 'Version',
  'release.kind.config': 'Configuration seule',
  'release.kind.rollback': 'Retour arrière',
  'release.kind.hotfix': 'Correctif urgent',
  'release.workspaces_one': '{{count}} espace',
  'release.workspaces_other': '{{count}} espaces',
  'release.changes_one': '{{count}} changement',
  'release.changes_other': '{{count}} changements',
  'release.incidents_one': '{{count}} incident',
  'release.incidents_other': '{{count}} incidents',
  'release.notCounted': 'Pas comptée : {{reason}}',
  'release.notFailed': 'Rien ne dit qu’elle a échoué.',
  'release.maturing':
    'Rien ne dit qu’elle a échoué ; des incidents peuvent encore lui être attribués.',
  'release.recovered': 'Rétablie {{time}}, après {{duration}}.',
  'release.notRecovered': 'Pas encore rétablie.',
  'release.rollouts': 'Déploiements',
  'release.echoes': 'Signalé par d’autres sources',
  'release.echoesText':
    'Elles signalent la même version : leurs changements, leur commit et leur genre comptent pour elle.',
  'release.names': 'Noms',
  'release.reports': 'Signale',
  'release.changesTitle': 'Changements',
  'release.changesFrom.listed': 'Listés par ses déploiements.',
  'release.changesFrom.inferred':
    'Pas listés par ses déploiements ; déduits de ce qui a été fusionné depuis la version précédente.',
  'release.changesFrom.none': 'Aucun changement connu pour cette version.',
  'release.incidentsTitle': 'Incidents',
  'release.noIncidents': 'Aucun incident n’est lié à cette version.',
  'release.gone':
    'Cette version n’existe plus. Des faits tardifs ou des règles modifiées en ont peut-être fait une autre.',
  'rollout.workspace': 'Espace',
  'rollout.time': 'Heure',
  'rollout.replaced': 'Remplace',
  'rollout.first': 'rien de connu',
  'rollout.deployment': 'Déploiement',
  'change.leadTime': 'Délai {{value}}',
  'change.firstCommit': 'premier commit {{time}}',
  'change.merged': 'fusionné {{time}}',
  'change.notCounted': 'Pas compté : {{reason}}',
  'change.release': 'Livré avec',
  'change.noRelease': 'Pas encore livré.',
  'incident.restored': 'Résolu en {{value}}',
  'incident.open': 'Encore ouvert',
  'incident.severity': 'gravité {{severity}}',
  'incident.flagRollback': 'fonctionnalité désactivée',
  'incident.duplicates': 'aussi signalé comme {{incidents}}',
  'incident.started': 'débuté {{time}}',
  'incident.resolved': 'résolu {{time}}',
  'incident.release': 'Version :',
  'correct.attach.button': 'Rattacher à une version…',
  'correct.attach.incident': 'Rattacher un incident…',
  'correct.attach.title': 'Rattacher un incident à une version',
  'correct.attach.text':
    '{{incident}} sera lié à {{release}}, quoi que disent les règles. La version compte alors comme un échec, dans le taux d’échec et le temps de rétablissement de {{component}} et de tout ce qui est au-dessus.',
  'correct.attach.confirm': 'Rattacher',
  'correct.detach.button': 'Détacher…',
  'correct.detach.title': 'Détacher un incident d’une version',
  'correct.detach.text':
    '{{incident}} ne sera plus lié à {{release}}, ni à une autre version à sa place ; il reste dans le temps de résolution. {{release}} ne compte alors comme un échec que si autre chose le dit.',
  'correct.detach.confirm': 'Détacher',
  'correct.not-a-failure.button': 'Pas un échec…',
  'correct.not-a-failure.title':
    'Marquer une version comme n’étant pas un échec',
  'correct.not-a-failure.text':
    '{{release}} ne comptera plus comme un échec, quelles que soient les raisons ; elles restent visibles. Le taux d’échec et le temps de rétablissement de {{component}} et de tout ce qui est au-dessus suivent.',
  'correct.not-a-failure.confirm': 'Pas un échec',
  'correct.take-back.button': 'Retirer…',
  'correct.take-back.title': 'Retirer une correction',
  'correct.take-back.text':
    'Les règles s’appliquent à nouveau, comme si cette correction n’avait jamais été faite.',
  'correct.take-back.confirm': 'Retirer',
  'correct.about': '{{text}} {{about}}',
  'correct.note': 'Note : pourquoi ?',
  'correct.seen':
    'Qui peut voir la version voit qui l’a corrigée, quand, et la note.',
  'correct.failed': 'Rien n’a été changé : {{reason}}',
  'correct.cancel': 'Annuler',
  'correct.next': 'Suivant',
  'correct.pick.among': 'Parmi ceux de',
  'correct.pick.release': 'Quelle version a causé {{incident}} ?',
  'correct.pick.incident': 'Quel incident a-t-elle causé ?',
  'correct.pick.before': '{{time}}, {{duration}} avant',
  'correct.pick.noRelease_one':
    'Aucune autre version dans le {{count}} jour précédent.',
  'correct.pick.noRelease_other':
    'Aucune autre version dans les {{count}} jours précédents.',
  'correct.pick.noIncident_one':
    'Aucun autre incident dans le {{count}} jour suivant.',
  'correct.pick.noIncident_other':
    'Aucun autre incident dans les {{count}} jours suivants.',
  'explain.incident': 'l’incident {{incident}}',
  'explain.flag':
    'la désactivation {{incident}} (une fonctionnalité désactivée)',
  'explain.releaseOf': 'la version du {{time}}',
  'explain.component': 'son composant',
  'explain.entity': 'son entité',
  'explain.toWorkspace': ' vers {{workspace}}',
  'explain.andOthers': ' et {{others}} de plus',
  'explain.note': ' : « {{note}} »',
  'explanation.failed': 'échec : {{what}}',
  'explanation.excused':
    'aurait échoué, mais a été marquée comme n’étant pas un échec par {{who}}, {{time}}{{note}} ; la raison était : {{what}}',
  'explanation.flagRollback': 'une fonctionnalité désactivée : {{what}}',
  'explain.andAuthority': ' ; dora.deployments.authority: {{patterns}}',
  'explain.kind.group': 'groupe',
  'explain.kind.domain': 'domaine',
  'explanation.causedByDeployment':
    '{{incident}} désigne son déploiement {{deploymentSource}}/{{deploymentId}} comme cause',
  'explanation.causedByCommit':
    '{{incident}} désigne le commit {{commit}} comme cause, et c’était la dernière version à le contenir au début de l’incident',
  'explanation.causedByVersion':
    '{{incident}} désigne la version {{version}} comme cause, et c’en était la dernière livraison au début de l’incident',
  'explanation.withinIncidentWindow':
    '{{incident}} a débuté {{afterSeconds}} après le déploiement de {{release}}{{toWorkspace}}, dans la fenêtre incidentWindow ({{windowSeconds}})',
  'explanation.attached':
    '{{incident}} rattaché par {{correctedBy}}, {{correctedAt}}{{note}}',
  'explanation.attachedByCorrection':
    '{{incident}} rattaché par une correction',
  'explanation.rolledBack':
    'retour à {{fix}} après {{afterSeconds}}, dans la fenêtre rollbackWindow ({{windowSeconds}})',
  'explanation.hotfixed':
    'corrigée en urgence par {{fix}} {{afterSeconds}} plus tard, dans la fenêtre hotfixWindow ({{windowSeconds}})',
  'explanation.unreadableIncident':
    'un incident sur une entité que vous ne pouvez pas voir lui est lié',
  'explanation.otherEnvironment':
    'l’environnement « {{environment}} » ne correspond à rien de dora.environments.production ({{patterns}})',
  'explanation.otherEnvironmentByAnnotation':
    'l’environnement « {{environment}} » ne correspond à rien de backstage-dora.io/production-environments ({{patterns}})',
  'explanation.otherSource':
    'signalé par « {{source}} », qui ne comptait pas à ce moment (dora.deployments.authority: {{patterns}})',
  'explanation.otherSourceByAnnotation':
    'signalé par « {{source}} », qui ne comptait pas à ce moment (backstage-dora.io/deployments-from: {{pattern}}{{andAuthority}})',
  'explanation.deploymentInProgress':
    'encore en cours : l’état est « in_progress », et seul « success » fait une version',
  'explanation.deploymentFailed':
    'une tentative échouée : l’état est « failure », et seul « success » fait une version',
  'explanation.deploymentCancelled':
    'annulé : l’état est « cancelled », et seul « success » fait une version',
  'explanation.configByKind':
    'configuration seule : l’expéditeur dit « kind: config »',
  'explanation.sameVersion':
    'configuration seule : {{release}} tournait déjà dans l’espace « {{workspace}} »',
  'explanation.repeatsEarlier':
    'signalé en retard : {{release}} a tourné auparavant dans l’espace « {{workspace}} », depuis le signalement précédent de cette source',
  'explanation.excludedLabel':
    'son étiquette « {{label}} » est dans dora.rules.excludeChanges.labels',
  'explanation.excludedByLabels':
    'une de ses étiquettes est dans dora.rules.excludeChanges.labels',
  'explanation.excludedTitle':
    'son titre correspond à « {{pattern}} » de dora.rules.excludeChanges.titles',
  'explanation.excludedByTitles':
    'son titre correspond à l’un de dora.rules.excludeChanges.titles',
  'explanation.noStart':
    'il n’a pas de {{start}}, où commence le délai (dora.rules.leadTimeStart: {{leadTimeStart}})',
  'explanation.startAfterRelease':
    'son {{start}}, où commence le délai (dora.rules.leadTimeStart: {{leadTimeStart}}), est {{lateSeconds}} après la version',
  'explanation.carriedBefore':
    'il appartient à {{release}}, la première version à le livrer',
  'explanation.carriedByAnother': 'une version antérieure le livre déjà',
  'explanation.noComponent':
    'il ne nomme aucun composant, et aucune version ne le liste',
  'explanation.neverReleased':
    'pas livré : aucune version en production n’est connue pour {{component}}',
  'explanation.notReleasedYet':
    'pas encore livré : il est venu après la dernière version en production connue pour {{component}}',
  'explanation.notListed':
    'pas livré : {{release}}, la version suivante ({{component}}), liste ses changements, et ni elle ni une autre plus tard ne le nomme',
  'explanation.beforeFirstRelease':
    'il était là avant {{release}}, {{releaseAt}}, la première version connue pour {{component}}',
  'explanation.inNoRelease':
    'pas encore dans une version en production ({{component}})',
  'explanation.duplicate':
    'non compté : il signale la même panne que l’incident {{sameAs}}',
  'explanation.unreadableDuplicate':
    'non compté : il signale la même panne qu’un incident que vous ne pouvez pas voir',
  'explanation.severityLeftOut':
    'non compté : sa gravité « {{severity}} » n’est pas dans dora.rules.incidentSeverities ({{severities}})',
  'explanation.linkedByUnreadable':
    'un autre signalement de la même panne, que vous ne pouvez pas voir, désigne une cause qui est dans {{release}} ({{component}})',
  'explanation.unknownUnreadable':
    'un autre signalement de la même panne, que vous ne pouvez pas voir, désigne une cause qu’aucune version connue n’a (encore)',
  'explanation.causedByUnreadable':
    '{{incident}}, selon un autre signalement de la même panne, que vous ne pouvez pas voir',
  'explanation.echo':
    '{{what}} ; comme second signalement de {{release}}, par « {{source}} », ses changements, son commit et son genre y comptent',
  'explanation.linkedByDeployment':
    'désigne le déploiement {{deploymentSource}}/{{deploymentId}}, qui a livré {{release}} ({{component}})',
  'explanation.linkedByCommit':
    'désigne le commit {{commit}}, dont {{release}} ({{component}}) était la dernière version à son début',
  'explanation.linkedByVersion':
    'désigne la version {{version}}, dont {{release}} ({{component}}) était la dernière livraison à son début',
  'explanation.linkedByTime':
    'a débuté {{afterSeconds}} après le déploiement de {{release}} ({{component}}){{toWorkspace}}, dans la fenêtre incidentWindow ({{windowSeconds}})',
  'explanation.linkedByTimeToSeveral':
    'a débuté {{afterSeconds}} après le déploiement de {{release}} ({{component}}){{toWorkspace}}, dans la fenêtre incidentWindow ({{windowSeconds}}), et après {{others}} de plus pendant ce temps (dora.rules.incidentAttribution: {{attribution}})',
  'explanation.attachedTo':
    'rattaché à {{release}} ({{component}}){{andOthers}} par {{correctedBy}}, {{correctedAt}}{{note}}',
  'explanation.attachedToByCorrection':
    'rattaché à {{release}} ({{component}}){{andOthers}} par une correction',
  'explanation.unreadableRelease':
    'lié à une version que vous ne pouvez pas voir',
  'explanation.unknownDeployment':
    'désigne le déploiement {{deploymentSource}}/{{deploymentId}}, qui n’est (encore) aucun déploiement connu',
  'explanation.unknownCommit':
    'désigne le commit {{commit}}, qu’aucune version n’a (encore) jusque-là pour {{entity}}',
  'explanation.unknownVersion':
    'désigne la version {{version}}, qu’aucune livraison n’a (encore) jusque-là pour {{entity}}',
  'explanation.detached':
    'détaché de sa version par {{correctedBy}}, {{correctedAt}}{{note}}',
  'explanation.noRolloutOfComponent':
    'aucun déploiement pour {{entity}} dans la fenêtre incidentWindow ({{windowSeconds}}) avant lui',
  'explanation.noRolloutOfProduct':
    'aucun déploiement d’un composant ({{entity}}) dans la fenêtre incidentWindow ({{windowSeconds}}) avant lui',
  'explanation.tooWide':
    'ne désigne aucune cause, et porte sur un {{entityKind}} : sur plus large qu’un produit, le temps seul ne prouve rien',
  'correction.attach': 'Rattaché à la version par {{by}}, {{time}}.',
  'correction.detach': 'Détaché de la version par {{by}}, {{time}}.',
  'correction.not-a-failure':
    'Marqué comme n’étant pas un échec par {{by}}, {{time}}.',
  'correction.note': '« {{note}} »',
  'level.platform': 'Plateformes',
  'level.domain': 'Domaines',
  'level.product': 'Produits',
  'level.component': 'Composants',
  'scope.organisation': 'Toute l’organisation',
  'scope.breadcrumbs': 'Place dans l’organisation',
  'scope.levels': 'Niveau',
  'scope.views': 'Vue',
  'scope.compare': 'Métriques',
  'scope.picture': 'Images',
  'scope.coverage': 'Couverture',
  'breakdown.platform': 'Par plateforme',
  'breakdown.domain': 'Par domaine',
  'breakdown.product': 'Par produit',
  'breakdown.component': 'Par composant',
  'workspaces.title': 'Par espace',
  'workspaces.empty':
    'Aucune version n’est encore arrivée nulle part. Dès que des déploiements arrivent, les espaces qu’ils nomment sont comparés ici.',
  'workspaces.single':
    'Toutes les versions vont dans un seul espace, {{workspace}}. Là où un composant tourne dans plusieurs régions ou clusters, chaque déploiement peut nommer le sien dans {{field}} ; ils sont alors comparés ici.',
  'workspaces.noneInWindow':
    'Aucune version n’est arrivée dans ces espaces pendant cette période.',
  'workspaces.even':
    'Tous les espaces reçoivent à peu près autant de versions.',
  'workspaces.fewer':
    '{{most}} reçoit le plus de versions ({{mostReleases}}), {{fewest}} le moins : {{fewestReleases}}, soit {{share}}.',
  'workspaces.slowest':
    '{{workspace}} les reçoit le plus tard, {{lag}} après le premier espace (médiane).',
  'workspaces.first': 'parmi les premiers',
  'workspaces.later': '{{value}} plus tard',
  'workspaces.alone': 'rien à comparer',
  'workspaces.heading.workspace': 'Espace',
  'workspaces.heading.releases': 'Versions',
  'workspaces.heading.share': 'Par rapport au plus servi',
  'workspaces.heading.lag': 'Après le premier espace',
  'workspaces.heading.latest': 'Dernier déploiement',
  'compare.name': 'Nom',
  'compare.releases': 'Versions par semaine',
  'compare.sample': 'n = {{value}}',
  'compare.before': 'avant : {{value}}',
  'compare.noBefore': 'avant : pas de valeur',
  'compare.components_one': '{{count}} composant',
  'compare.components_other': '{{count}} composants',
  'compare.workspaces_one': '{{count}} espace',
  'compare.workspaces_other': '{{count}} espaces',
  'compare.sampleData': 'données d’exemple',
  'compare.spark': 'Versions par semaine : {{counts}}',
  'compare.open': 'Page DORA de {{title}}',
  'compare.filter': 'Filtrer par nom',
  'compare.columns': 'Colonnes',
  'compare.csv': 'CSV',
  'compare.note':
    'Chaque équipe a son contexte : comparez d’abord avec son propre passé, et méfiez-vous des petits échantillons (n).',
  'compare.empty.platform':
    'Pas de plateformes ici : les groupes parents de groupes qui possèdent des produits.',
  'compare.empty.domain':
    'Pas de domaines ici : les groupes qui possèdent des produits.',
  'compare.empty.product':
    'Pas de produits ici : les systèmes, et les composants qui n’appartiennent à aucun système.',
  'compare.empty.component': 'Pas de composants ici.',
  'filters.button': 'Filtres',
  'filters.buttonCount': 'Filtres ({{value}})',
  'filters.active': 'Filtres actifs',
  'filters.owner': 'Responsable',
  'filters.type': 'Type',
  'filters.lifecycle': 'Cycle de vie',
  'filters.metric': 'Métrique',
  'filters.tier': 'Niveau',
  'filters.state': 'État',
  'filters.states.ok': 'Assez de données',
  'filters.states.partial': 'Aucune source d’incidents',
  'filters.states.too-few': 'Trop peu',
  'filters.states.idle': 'Au repos',
  'filters.states.no-data': 'Aucun',
  'filters.states.not-connected': 'Non connecté',
  'filters.chip': '{{name}} : {{value}}',
  'filters.remove': 'Enlever le filtre {{filter}}',
  'filters.clear': 'Effacer les filtres',
  'filters.clearOne': 'Effacer {{name}}',
  'filters.open': 'Ouvrir',
  'filters.noOptions': 'Rien à choisir',
  'filters.done': 'Terminé',
  'filters.noMatch': 'Rien ici ne correspond à {{filters}}.',
  'order.button': 'Ordre : {{order}}',
  'order.label': 'Ordre',
  'order.name': 'Par nom',
  'order.changes': 'Plus grand changement par rapport à la période précédente',
  'order.change': 'Plus grand changement, {{metric}}',
  'order.first.asc': 'plus petit changement d’abord',
  'order.first.desc': 'plus grand changement d’abord',
  'pager.rows': 'Lignes',
  'pager.range': '{{from}}–{{to}} sur {{total}}',
  'pager.previous': 'Page précédente',
  'pager.next': 'Page suivante',
  'card.title': 'Livraison (DORA)',
  'card.subheader_one': '{{count}} dernier jour',
  'card.subheader_other': '{{count}} derniers jours',
  'card.subheaderSample_one': '{{count}} dernier jour, données d’exemple',
  'card.subheaderSample_other': '{{count}} derniers jours, données d’exemple',
  'card.link': 'Détails',
  'definitions.title': 'Comment c’est mesuré',
  'definitions.general_one':
    'Les jours sont ceux de {{timezone}}. Seuls les composants et les produits ont un niveau ; sauf pour la fréquence, il demande un échantillon d’au moins {{count}}.',
  'definitions.general_other':
    'Les jours sont ceux de {{timezone}}. Seuls les composants et les produits ont un niveau ; sauf pour la fréquence, il demande un échantillon d’au moins {{count}}.',
  'definitions.rules': 'Règles',
  'definitions.ruleHeading': 'Règle',
  'definitions.guideNote':
    'Des seuils fixes, les mêmes d’année en année : chaque jour, chaque semaine, chaque mois ; une heure, un jour, une semaine ; 15, 30 et 45 %. Ils servent de guide et ne viennent pas d’une publication de DORA.',
  'definitions.start.firstCommit': 'son premier commit',
  'definitions.start.opened': 'l’ouverture de sa pull request',
  'definitions.start.merged': 'sa fusion',
  'definitions.rule.timezone':
    'Les jours et les semaines sont ceux du fuseau horaire {{timezone}} ; les semaines commencent le lundi.',
  'definitions.rule.production':
    'Un déploiement réussi compte quand son environnement correspond à {{list}}, en majuscules ou en minuscules. L’annotation backstage-dora.io/production-environments d’un composant, de son produit ou d’un groupe au-dessus passe avant.',
  'definitions.rule.authority.none':
    'Les déploiements de toutes les sources comptent, sauf là où l’annotation backstage-dora.io/deployments-from d’un composant en nomme une.',
  'definitions.rule.authority.some':
    'Des sources d’un composant, seules comptent celles qui correspondent au premier de {{list}} dont une l’a déployé ; là où aucune ne l’a fait, toutes comptent. Ce que nomme l’annotation backstage-dora.io/deployments-from d’un composant passe avant.',
  'definitions.rule.noNames.none':
    'Les versions, commits et empreintes faits de zéros ne nomment rien.',
  'definitions.rule.noNames.some':
    'Une version, un commit ou une empreinte {{list}}, en majuscules ou en minuscules, ou faits de zéros, ne nomment rien.',
  'definitions.rule.movingVersions.none':
    'Un nom de version qui vient avec des commits ou des empreintes différents est mouvant : il n’identifie une version qu’à défaut d’autre nom.',
  'definitions.rule.movingVersions.some':
    'Un nom de version qui vient avec des commits ou des empreintes différents est mouvant, de même que {{list}} : il n’identifie une version qu’à défaut d’autre nom.',
  'definitions.rule.incidentSeverities.all':
    'Les incidents de toutes les gravités comptent.',
  'definitions.rule.incidentSeverities.some':
    'Les incidents de gravité {{list}} comptent, en majuscules ou en minuscules, de même que ceux qui n’en ont pas.',
  'definitions.rule.leadTimeStart.firstCommit':
    'Le délai commence au premier commit du changement.',
  'definitions.rule.leadTimeStart.opened':
    'Le délai commence à l’ouverture de la pull request. Un changement sans cette heure n’y est pas compté, et la raison est indiquée.',
  'definitions.rule.leadTimeStart.merged':
    'Le délai commence à la fusion du changement. Un changement sans cette heure n’y est pas compté, et la raison est indiquée.',
  'definitions.rule.excludeLabels.none':
    'Aucun changement n’est écarté pour ses étiquettes.',
  'definitions.rule.excludeLabels.some':
    'Les changements avec une étiquette {{list}} sont écartés du délai et de la taille des lots, et la raison est indiquée.',
  'definitions.rule.excludeTitles.none':
    'Aucun changement n’est écarté pour son titre.',
  'definitions.rule.excludeTitles.some':
    'Les changements dont le titre correspond à {{list}} sont écartés du délai et de la taille des lots, et la raison est indiquée.',
  'definitions.rule.incidentWindow':
    'Un incident sur un composant ou un produit, dont personne n’a nommé la cause, n’est attribué à un déploiement que si celui-ci a eu lieu au plus {{window}} avant le début de l’incident. Une version mûrit encore, et peut encore se révéler en échec, jusqu’à {{window}} après son dernier déploiement.',
  'definitions.rule.incidentAttribution.latest':
    'Un tel incident est attribué à la version du dernier déploiement avant lui, et à aucune autre.',
  'definitions.rule.incidentAttribution.all':
    'Un tel incident est attribué à chaque version déployée dans ce temps.',
  'definitions.rule.rollbackWindow':
    'Une version est en échec quand un retour arrière l’annule dans les {{window}} qui suivent.',
  'definitions.rule.hotfixLabels.none':
    'Une version est un correctif urgent seulement quand son déploiement le dit ; aucune étiquette d’un changement n’en décide.',
  'definitions.rule.hotfixLabels.some':
    'Une version est un correctif urgent quand son déploiement le dit, ou quand elle est la première à contenir un changement avec une étiquette {{list}}.',
  'definitions.rule.hotfixWindow':
    'Une version est en échec quand elle est la dernière avant un correctif urgent, retours arrière mis à part, et que ce correctif est venu dans les {{window}} qui suivent.',
  'definitions.rule.domain.group':
    'Un domaine est le groupe qui possède un produit.',
  'definitions.rule.domain.domain':
    'Un domaine est le Domain du catalogue dont un produit fait partie.',
  'definitions.rule.minimumSample_one':
    'Une valeur sur moins de {{value}} est montrée comme trop peu sûre, et n’a pas de niveau ; la fréquence de déploiement fait exception.',
  'definitions.rule.minimumSample_other':
    'Une valeur sur moins de {{value}} est montrée comme trop peu sûre, et n’a pas de niveau ; la fréquence de déploiement fait exception.',
  'definitions.value': 'Valeur',
  'definitions.key': 'Configurée par',
  'definitions.tiers': 'Niveaux',
  'definitions.metric': 'Métrique',
  'definitions.preset': 'Niveaux : {{title}} ({{source}}).',
  'definitions.noTier': 'non publié',
  'definitions.otherwise': 'sinon',
  'definitions.published':
    'Ce que les rapports DORA ont publié, pour le contexte : des groupes de réponses de leur année, pas des notes',
  'definitions.none': 'aucun',
  'split.title': 'Avant et après',
  'split.day': 'Comparer autour du',
  'split.text':
    'Choisissez un jour de la période, celui d’une migration par exemple : ce qui était avant est mis à côté de ce qui est venu après.',
  'split.outside': 'Hors de la période',
  'split.interval': '{{interval}}, {{sample}}',
  'split.verdict': 'Différence',
  'split.better': 'Mieux',
  'split.worse': 'Moins bien',
  'split.same': 'Pas de changement net',
  'split.unknown': 'Trop peu de données',
  'picture.mark': 'Marquer l’un d’eux',
  'picture.note':
    'Où chacun se trouve, et à quelle distance des autres. Le tableau sous « Métriques » a les mêmes chiffres.',
  'picture.cut': 'Seuls les {{value}} premiers par nom sont montrés.',
  'picture.scatter.title': 'Débit et stabilité',
  'picture.scatter.text':
    'Un point chacun ; plus il y a de versions, plus il est grand. Les traits sont les médianes des points pleins. On ne peut pas se fier à un anneau : il a trop peu de versions, ou aucune source d’incidents, si bien que seuls les retours arrière et les correctifs urgents sont comptés. L’intervalle apparaît quand on le pointe.',
  'picture.scatter.label':
    'Fréquence de déploiement et taux d’échec des changements',
  'picture.scatter.dot':
    '{{title}} : {{frequency}}, {{rate}} en échec ({{interval}}), {{sample}}',
  'picture.distribution.title': 'Dispersion',
  'picture.distribution.text':
    'Un point pour chacun qui a assez de données, la moitié du milieu en boîte, la médiane en trait. Les fréquences et les durées sont sur une échelle de facteurs.',
  'picture.distribution.words_one':
    'Médiane {{median}}, moitié du milieu {{low}} à {{high}}, {{value}} valeur',
  'picture.distribution.words_other':
    'Médiane {{median}}, moitié du milieu {{low}} à {{high}}, {{value}} valeurs',
  'picture.distribution.own': ' ; {{title}} : {{value}}',
  'picture.distribution.none': 'Pas de valeurs',
  'picture.heatMap.title': 'Semaine par semaine',
  'picture.heatMap.label': '{{metric}} par semaine',
  'picture.heatMap.view': 'Montré en',
  'picture.heatMap.colours': 'Couleurs',
  'picture.heatMap.legend': 'Ce que disent les couleurs',
  'picture.heatMap.text.per day':
    'Les versions de chaque semaine de la période : plus la couleur est forte, plus il y en a.',
  'picture.heatMap.text.seconds':
    'La médiane de chaque semaine : plus la couleur est forte, plus c’était long. Plus court est mieux ; une semaine seule dit peu.',
  'picture.heatMap.text.ratio':
    'La part des versions de chaque semaine : plus la couleur est forte, plus elle est élevée. Plus bas est mieux ; où une semaine a peu de versions, une seule en fait beaucoup.',
  'picture.heatMap.text.changes':
    'La médiane de chaque semaine : plus la couleur est forte, plus il y a de changements dans une version. Moins est mieux.',
  'picture.heatMap.cell': '{{title}}, {{days}} : {{words}}',
  'picture.heatMap.value': '{{value}}, sur {{sample}}',
  'picture.heatMap.noValue': 'pas de valeur',
  'picture.heatMap.noValueOrPartial':
    'pas de valeur, ou aucune source d’incidents',
  'picture.heatMap.partial':
    '{{words}} ; retours arrière et correctifs urgents seulement',
  'picture.heatMap.unfinished': '{{text}} (semaine incomplète)',
  'picture.heatMap.cut': 'semaine incomplète',
  'picture.heatMap.under': 'moins de {{value}}',
  'picture.heatMap.between': '{{low}} à {{high}}',
  'picture.heatMap.over': '{{value}} ou plus',
  'coverage.sources': 'Sources',
  'coverage.sourcesText': 'Ce qui est arrivé, et d’où.',
  'coverage.synchronisations': 'Récupération',
  'coverage.synchronisationsText':
    'Où en sont les sources qui récupèrent les faits elles-mêmes, et ce qui les gêne.',
  'coverage.sync.subject': 'Depuis',
  'coverage.sync.state': 'État',
  'coverage.sync.backfill': 'Historique',
  'coverage.sync.at': 'Relevé',
  'coverage.sync.states.backfilling': 'Récupère l’historique',
  'coverage.sync.states.up-to-date': 'À jour',
  'coverage.sync.states.waiting': 'En attente',
  'coverage.sync.states.failed': 'En échec',
  'coverage.sync.until': 'reprend {{time}}',
  'coverage.sync.steps_one': '{{value}} étape',
  'coverage.sync.steps_other': '{{value}} étapes',
  'coverage.sync.progress_one': '{{value}} étape sur {{total}}',
  'coverage.sync.progress_other': '{{value}} étapes sur {{total}}',
  'coverage.sync.more': 'et {{value}} de plus',
  'coverage.setAside.title_one': '{{value}} composant est mis de côté',
  'coverage.setAside.title_other': '{{value}} composants sont mis de côté',
  'coverage.setAside.item':
    'à la date du {{since}} ({{error}}) ; prochain essai {{next}}',
  'coverage.setAside.text_one':
    'Ses derniers faits n’ont pas pu être traités : ses chiffres restent donc ceux de la date indiquée. Un nouvel essai a lieu automatiquement, une fois par jour et dès que l’un de ses faits ou une règle change. Si vous savez quel fait est erroné, corrigez-le et renvoyez-le ; sinon, transmettez l’erreur à ceux qui exploitent Backstage.',
  'coverage.setAside.text_other':
    'Leurs derniers faits n’ont pas pu être traités : leurs chiffres restent donc ceux de la date indiquée. Un nouvel essai a lieu automatiquement, une fois par jour et dès que l’un de leurs faits ou une règle change. Si vous savez quel fait est erroné, corrigez-le et renvoyez-le ; sinon, transmettez l’erreur à ceux qui exploitent Backstage.',
  'coverage.setAside.docs': 'Composants mis de côté',
  'coverage.entities': 'Produits et composants',
  'coverage.entitiesText':
    'Ce qui est connecté, depuis quand, et ce qui manque.',
  'coverage.silent': 'Sources muettes',
  'coverage.silentText':
    'Des composants dont la source qui compte n’a signalé aucun déploiement depuis 30 jours, alors que d’autres l’ont fait.',
  'coverage.silentSource': 'Source qui compte',
  'coverage.silentOthers': 'Autres qui ont signalé',
  'coverage.moving': 'Noms de version mouvants',
  'coverage.movingText':
    'Ils désignent des choses différentes selon le moment, et n’identifient une version qu’à défaut d’autre nom.',
  'coverage.joined': 'Versions à plusieurs noms',
  'coverage.joinedText':
    'Ce qui a un commit ou une empreinte en commun est une seule version. Beaucoup de noms sont souvent l’erreur d’un pipeline qui envoie le même commit pour tout.',
  'coverage.version': 'Nom de version',
  'coverage.versions': 'Noms de version',
  'coverage.names': 'Quelques-uns de ses noms',
  'coverage.unmapped': 'Absents du catalogue',
  'coverage.unmappedText':
    'Des faits qui nomment ce que le catalogue n’a pas. Ils sont gardés, et compteront dès qu’il y sera.',
  'coverage.rejected': 'Faits refusés',
  'coverage.rejectedText':
    'Les derniers faits qui n’ont pas été acceptés, chacun avec sa raison.',
  'coverage.source': 'Source',
  'coverage.sampleSource': '{{source}} (données d’exemple)',
  'coverage.facts': 'Faits',
  'coverage.count': 'Nombre',
  'coverage.first': 'Premier',
  'coverage.last': 'Dernier',
  'coverage.unmappedCount': 'Absents du catalogue',
  'coverage.rejectedCount': 'Refusés',
  'coverage.reference': 'Référence',
  'coverage.at': 'Heure',
  'coverage.id': 'Id',
  'coverage.reason': 'Raison',
  'coverage.missing': 'Manquant',
  'coverage.viaOthers': 'Aucun ici',
  'coverage.period': '{{first}} à {{last}}',
  'coverage.empty': 'Il n’y a ni produits ni composants ici.',
  'coverage.connectLabel': 'Comment connecter {{kind}} de {{title}}',
  'coverage.templateLabel':
    'Ouvrir une pull request pour connecter {{kind}} de {{title}}',
  'coverage.kind.deployments': 'Déploiements',
  'coverage.kind.changes': 'Changements',
  'coverage.kind.incidents': 'Incidents',
  'coverage.kind.signals': 'Signaux',
  'coverage.kind.artifacts': 'Artefacts',
  'connect.deployments.title': 'Connecter les déploiements',
  'connect.deployments.text':
    'Faites envoyer un déploiement par la chaîne qui déploie en production, chaque fois qu’elle a fini. Tout le reste en découle.',
  'connect.changes.title': 'Connecter les changements',
  'connect.changes.text':
    'Envoyez chaque pull request, ou chaque commit poussé sans elle, avec l’heure de son premier commit. Le délai et la taille des lots en sont faits.',
  'connect.incidents.title': 'Connecter les incidents',
  'connect.incidents.text':
    'Envoyez les incidents de votre système d’astreinte ou de tickets. Tant que le premier n’est pas arrivé, le taux d’échec et le temps de rétablissement ne connaissent que les retours arrière et les correctifs urgents. Si des incidents sont signalés mais qu’il n’y en a encore eu aucun, nommez le produit dans dora.incidents.connected.',
  'connect.example':
    'Par exemple avec un jeton de l’accès externe de Backstage ; les identifiants et les heures sont les vôtres :',
  'connect.docs.title': 'Pour en savoir plus, dans la documentation :',
  'connect.docs.fields': 'Ce que dit chaque champ',
  'connect.docs.github': 'Envoyer depuis GitHub Actions',
  'connect.docs.gitlab': 'Envoyer depuis GitLab CI',
  'connect.docs.incidents': 'D’où viennent les incidents',
  'connect.docs.source': 'Lire un système à vous',
  'connect.docs.file': '{{text}} ({{file}})',
  'connect.template': 'Ouvrir une pull request',
  'connect.copied': 'Copié',
  'connect.close': 'Fermer',
  'sampleData.text':
    'Ces chiffres sont faits de données d’exemple. Réglez {{setting}} pour les enlever.',
  'error.retry': 'Réessayer',
  'error.metrics': 'Les métriques n’ont pas pu être chargées.',
  'error.series': 'L’évolution n’a pas pu être chargée.',
  'error.timeline': 'Les incidents et signaux n’ont pas pu être chargés.',
  'error.workspaces': 'Les espaces n’ont pas pu être chargés.',
  'error.compare': 'La comparaison n’a pas pu être chargée.',
  'error.releases': 'Les versions n’ont pas pu être chargées.',
  'error.release': 'La version n’a pas pu être chargée.',
  'error.changes': 'Les changements n’ont pas pu être chargés.',
  'error.incidents': 'Les incidents n’ont pas pu être chargés.',
  'error.definitions': 'Les définitions n’ont pas pu être chargées.',
  'error.coverage': 'La couverture n’a pas pu être chargée.',
  'error.unreachable.notFound':
    'Le plugin DORA du backend est injoignable : ce Backstage n’en a pas (404).',
  'error.unreachable.network':
    'Le plugin DORA du backend est injoignable : le réseau n’a pas répondu.',
  'error.unreachable.notJson':
    'Le plugin DORA du backend est injoignable : quelque chose d’autre a répondu à sa place.',
  'error.unreachable.docs': 'Comment installer le plugin',
};

export default messages;
