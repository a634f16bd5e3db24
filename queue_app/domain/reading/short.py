"""What clinicians write short, written out in the words of the phrases; lower case, one meaning each."""

from queue_app.domain.reading.lists import phrased
from queue_app.domain.reading.words import SILENT, form_of

_SHORT = """
abd abdominal|af atrial fibrillation|afib atrial fibrillation|aflutter atrial flutter
aki acute kidney injury|a1c hemoglobin|acs acute coronary syndrome
adhd attention deficit hyperactivity disorder
aecopd chronic obstructive pulmonary disease acute exacerbation|ahrf acute hypoxic respiratory failure
aicd automatic implantable cardioverter defibrillator|aml acute myeloblastic leukemia
aaa abdominal aortic aneurysm|ards acute respiratory distress syndrome|arf acute renal failure
atn acute tubular necrosis|avn avascular necrosis|bka below knee amputation
bph benign prostatic hyperplasia|bppv benign paroxysmal positional vertigo
cabg coronary artery bypass graft|cad coronary artery disease|cap community acquired pneumonia
cauti catheter associated urinary tract infection|cbd common bile duct|cdiff c difficile
cdi c difficile infection|chf congestive heart failure|ckd chronic kidney disease
cll chronic lymphocytic leukemia|cml chronic myeloid leukemia|copd chronic obstructive pulmonary disease
cp chest pain|cva cerebrovascular accident|cts carpal tunnel syndrome|dcis ductal carcinoma in situ
ddd degenerative disc disease|des drug eluting stent|djd degenerative joint disease
dka diabetic ketoacidosis|dm diabetes|dm1 type 1 diabetes|dm2 type 2 diabetes|dmii type 2 diabetes
dmi type 1 diabetes|dvt deep vein thrombosis|dvts deep vein thrombosis|ef ejection fraction
esrd end stage renal disease|eskd end stage renal disease|etoh alcohol|gad generalized anxiety disorder
gerd gastroesophageal reflux disease|gi gastrointestinal|gib gastrointestinal bleed
hap hospital acquired pneumonia|hcap healthcare associated pneumonia|hcv hepatitis c|hbv hepatitis b
hf heart failure|icm ischemic cardiomyopathy|cmp cardiomyopathy|sss sick sinus syndrome
wpw wolff parkinson white syndrome|gca giant cell arteritis|pmr polymyalgia rheumatica
gdm gestational diabetes|pid pelvic inflammatory disease|mgus monoclonal gammopathy
bcc basal cell carcinoma|scc squamous cell carcinoma
hfpef heart failure preserved ejection fraction|hfref heart failure reduced ejection fraction
hfmref heart failure mildly reduced ejection fraction|hhs hyperosmolar hyperglycemic state
hit heparin induced thrombocytopenia|hld hyperlipidemia|hlp hyperlipidemia|hpl hyperlipidemia
htn hypertension|ibs irritable bowel syndrome|ibd inflammatory bowel disease
ich intracerebral hemorrhage|icd implantable cardioverter defibrillator|ida iron deficiency anemia
idc invasive ductal carcinoma|iddm insulin dependent diabetes|ild interstitial lung disease
lad left anterior descending|lbbb left bundle branch block|lbp low back pain|lle left lower extremity
lll left lower lobe|llq left lower quadrant|lue left upper extremity|lul left upper lobe
luts lower urinary tract symptoms|lvh left ventricular hypertrophy|mca middle cerebral artery
mdd major depressive disorder|mi myocardial infarction|mrsa mrsa|ms multiple sclerosis
nafld nonalcoholic fatty liver disease|nash nonalcoholic steatohepatitis|nicm nonischemic cardiomyopathy
niddm non insulin dependent diabetes|nsclc non small cell lung cancer|nstemi nstemi
nvd nausea vomiting diarrhea|oa osteoarthritis|ocd obsessive compulsive disorder
osa obstructive sleep apnea|oud opioid use disorder|aud alcohol use disorder
pad peripheral arterial disease|paf paroxysmal atrial fibrillation|pafib paroxysmal atrial fibrillation
pci percutaneous coronary intervention|pcos polycystic ovary syndrome|pe pulmonary embolism
pfo patent foramen ovale|pna pneumonia|ppm permanent pacemaker
psvt paroxysmal supraventricular tachycardia|ptsd post traumatic stress disorder
pud peptic ulcer disease|pvd peripheral vascular disease|ra rheumatoid arthritis
rbbb right bundle branch block|rca right coronary artery|rcc renal cell carcinoma
rle right lower extremity|rll right lower lobe|rlq right lower quadrant|rls restless legs syndrome
rml right middle lobe|rsv respiratory syncytial virus|rue right upper extremity|rul right upper lobe
ruq right upper quadrant|luq left upper quadrant|rvr rapid ventricular response
sah subarachnoid hemorrhage|sbo small bowel obstruction|sdh subdural hematoma
sirs systemic inflammatory response syndrome|sle systemic lupus erythematosus|sob shortness breath
doe dyspnea exertion|ssi surgical site infection|stemi stemi|svt supraventricular tachycardia
t1dm type 1 diabetes|t2dm type 2 diabetes|tb tuberculosis|tbi traumatic brain injury
tia transient ischemic attack|tka total knee arthroplasty|tkr total knee replacement
tha total hip arthroplasty|thr total hip replacement|uc ulcerative colitis
ugib upper gastrointestinal bleed|lgib lower gastrointestinal bleed|uri upper respiratory infection
urti upper respiratory tract infection|uti urinary tract infection|utis urinary tract infection
uvj ureterovesical junction|vfib ventricular fibrillation|vtach ventricular tachycardia
vt ventricular tachycardia|vte venous thromboembolism|aom acute otitis media
brbpr bright red blood per rectum|bv bacterial vaginosis
ckd3 chronic kidney disease stage 3|ckd3a chronic kidney disease stage 3a
ckd3b chronic kidney disease stage 3b|ckd4 chronic kidney disease stage 4
ckd5 chronic kidney disease stage 5|ckd2 chronic kidney disease stage 2
aub abnormal uterine bleeding|hmb heavy menstrual bleeding|ftt failure thrive|ams altered mental status
fx fracture|exac exacerbation|hx history|ca cancer|mets metastasis|bilat bilateral|dnr dnr
hiv hiv|avb atrioventricular block
"""


SHORT: dict[str, tuple[str, ...]] = {
    short: tuple(form for form in map(form_of, long) if form not in SILENT)
    for short, *long in (one.split() for one in phrased(_SHORT))
}
