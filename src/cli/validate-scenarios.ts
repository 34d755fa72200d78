export async function validateScenarios(files: readonly string[], set: Readonly<Record<string, string>>, json: boolean): Promise<void> {
  void [files, set, json]
}
