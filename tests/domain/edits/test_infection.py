"""Edits of infections, sepsis, resistance, HIV and COVID-19."""

from tests.domain.edits.builders import inpatient
from tests.domain.edits.expectations import quiet, told

# fmt: off
SPEAKS = [
    told("organism-first", "B9620 N390", 0, "put the infection it causes first."),
    told("resistance-first", "Z1612 N390", 0, "put the infection before it."),
    told("severe-sepsis-first", "R6520 A419", 0, "never principal or first-listed"),
    told("severe-sepsis-first", "T8112XA", 0, "put the systemic infection first."),
    told("severe-sepsis-without-infection", "N390 R6520 N179", 1, "A41.9 if no organism is known."),
    told("severe-sepsis-without-infection", "N390 R6520 A419 N179", 1, "put it before"),
    told("severe-sepsis-without-organ", "A419 R6520", 1, "add the code of the acute organ dysfunction"),
    told("septic-shock-twice", "T8144XA T8112XA R6521", 2, "remove it."),
    told("inflammatory-response-twice", "S3600XA A419 R6520 R6510", 3, "keep the severe sepsis only."),
    told("mrsa-twice", "A4102 B9562", 1,
         "remove B95.62 at position 2 unless it belongs to another infection."),
    told("mrsa-twice", "J15212 Z1611", 1, "remove Z16.11 at position 2"),
    told("mrsa-resistance-twice", "L03115 B9562 Z1611", 2, "says the resistance already"),
    told("hiv-status-with-disease", "B20 Z21", 1, "remove it, B20 at position 1 stays."),
    told("hiv-status-with-disease", "B20 R75", 1, "never coded once there is HIV disease"),
    told("covid-pneumonia-alone", "J1282", 0, "put U07.1 before it."),
    told("covid-inflammation-before", "M3581 U071", 0, "move U07.1 at position 2 before it."),
    told("hemolytic-uremic-after", "A419 D5931", 1, "move it up.", kind=inpatient),
]
SILENT = [
    quiet("organism-first", "N390 B9620", "it follows the infection"),
    quiet("resistance-first", "N390 Z1612", "it follows the infection"),
    quiet("severe-sepsis-first", "A419 R6520", "the infection comes first"),
    quiet("severe-sepsis-without-infection", "A4101 R6520", "the infection comes before"),
    quiet("severe-sepsis-without-infection", "R6520", "severe-sepsis-first says it"),
    quiet("severe-sepsis-without-organ", "A419 R6520 J9601", "the lungs have failed"),
    quiet("severe-sepsis-without-organ", "A419 R6521", "shock is a failure itself"),
    quiet("septic-shock-twice", "A419 R6521", "no procedure led to it"),
    quiet("inflammatory-response-twice", "K8590 R6510", "there is no infection"),
    quiet("mrsa-twice", "L03115 B9562", "the infection has no combined code"),
    quiet("mrsa-resistance-twice", "L03115 B9562 Z1624", "it is another resistance"),
    quiet("hiv-status-with-disease", "B20", "there is only the disease"),
    quiet("hiv-status-with-disease", "Z21", "there is only the status"),
    quiet("covid-pneumonia-alone", "U071 J1282", "the infection is there"),
    quiet("covid-inflammation-before", "U071 M3581", "the infection comes first"),
    quiet("covid-inflammation-before", "M3581 U099", "the infection is over"),
    quiet("hemolytic-uremic-after", "D5931 A419", "it comes first", kind=inpatient),
]
# fmt: on
